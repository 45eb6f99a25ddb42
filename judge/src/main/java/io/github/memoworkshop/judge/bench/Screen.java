package io.github.memoworkshop.judge.bench;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Looks through the class files of a submission, before any of them is loaded, for whatever it refers to that is not on
 * the list of what a memo may refer to.
 *
 * <p>A member counts for the class that declares it, whatever class it is named by: a thread class of the submission
 * does not make {@code getStackTrace} its own. Since there is no reflection on the list, and no method handle of a
 * method, nothing can be reached that is not named in a class file. Not thread-safe.
 */
final class Screen {

    private final AllowList allowed;
    private final Map<String, byte[]> classFiles;
    private final Map<String, Declared> declared = new HashMap<>();
    private final List<String> objections = new ArrayList<>();
    private String place;

    /** What a class of the submission declares: its supertypes, and its members by name and descriptor. */
    private record Declared(List<String> supertypes, Set<String> members) {}

    /**
     * Prepares to look through class files.
     *
     * @param classFiles the class files of the submission by their names, {@code workshop.memo1.Memo}
     */
    Screen(AllowList allowed, Map<String, byte[]> classFiles) {
        this.allowed = allowed;
        this.classFiles = classFiles;
    }

    /** What speaks against the submission, a sentence each with the line where it was found, in order; best nothing. */
    List<String> objections() {
        classFiles.forEach((name, code) -> new ClassReader(code).accept(new Members(name), ClassReader.SKIP_FRAMES));
        classFiles.forEach((name, code) -> {
            if (Screen.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null) {
                objections.add("It declares " + name + ", which is a class of the kit: give it another name.");
            }
            new ClassReader(code).accept(new References(), ClassReader.SKIP_FRAMES);
        });
        return objections.stream().distinct().toList();
    }

    private void object(String what) {
        objections.add(place + " uses " + what.replace('$', '.')
                + ", which a memo does not need and the judge does not allow.");
    }

    private void checkType(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> checkType(type.getElementType());
            case Type.METHOD -> {
                checkType(type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    checkType(argument);
                }
            }
            case Type.OBJECT -> {
                String name = type.getClassName();
                if (!classFiles.containsKey(name) && !allowed.allows(name)) {
                    object(name);
                }
            }
            default -> { } // a primitive type
        }
    }

    private void checkMember(String owner, String name, String descriptor) {
        Type type = Type.getObjectType(owner);
        if (type.getSort() == Type.ARRAY) {
            checkType(type);
            return;
        }
        Set<String> declaring = declaring(type.getClassName(), name, descriptor);
        if (declaring.isEmpty()) {
            object(type.getClassName() + "." + name);
        }
        for (String it : declaring) {
            if (!classFiles.containsKey(it) && !allowed.allows(it, name)) {
                object(name.equals("<init>") ? it : it + "." + name);
            }
        }
    }

    /** The nearest types that declare a member, above and including this one. */
    private Set<String> declaring(String type, String name, String descriptor) {
        Declared own = declared.get(type);
        if (own != null) {
            if (own.members.contains(name + descriptor)) {
                return Set.of(type);
            }
            Set<String> found = new HashSet<>();
            own.supertypes.forEach(above -> found.addAll(declaring(above, name, descriptor)));
            return found;
        }
        try {
            return declaring(Class.forName(type, false, Screen.class.getClassLoader()), name, descriptor);
        } catch (ClassNotFoundException | LinkageError notThere) {
            return Set.of();
        }
    }

    private static Set<String> declaring(Class<?> type, String name, String descriptor) {
        if (name.equals("<init>") || declares(type, name, descriptor)) {
            return Set.of(type.getName());
        }
        Set<String> found = new HashSet<>();
        if (type.getSuperclass() != null) {
            found.addAll(declaring(type.getSuperclass(), name, descriptor));
        }
        for (Class<?> above : type.getInterfaces()) {
            found.addAll(declaring(above, name, descriptor));
        }
        if (type.isInterface() && declares(Object.class, name, descriptor)) {
            found.add(Object.class.getName());
        }
        return found;
    }

    private static boolean declares(Class<?> type, String name, String descriptor) {
        for (Method method : type.getDeclaredMethods()) {
            boolean isTheOne = method.getName().equals(name)
                    && (Type.getMethodDescriptor(method).equals(descriptor) || takesAnything(method));
            if (isTheOne) {
                return true;
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (field.getName().equals(name) && Type.getDescriptor(field.getType()).equals(descriptor)) {
                return true;
            }
        }
        return false;
    }

    /** Methods as those of VarHandle, which are called with any descriptor (JLS 15.12.3: signature polymorphic). */
    private static boolean takesAnything(Method method) {
        return method.getDeclaringClass().getPackageName().equals("java.lang.invoke")
                && Type.getArgumentTypes(method).length == 1
                && method.getParameterTypes()[0] == Object[].class;
    }

    private void checkHandle(Handle handle) {
        checkMember(handle.getOwner(), handle.getName(), handle.getDesc());
    }

    private void checkConstant(Object constant) {
        if (constant instanceof Type type) {
            checkType(type);
        } else if (constant instanceof Handle handle) {
            checkHandle(handle);
        } else if (constant instanceof ConstantDynamic dynamic) {
            checkType(Type.getType(dynamic.getDescriptor()));
            checkHandle(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                checkConstant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    /** Notes what a class declares. */
    private final class Members extends ClassVisitor {

        private final String name;

        Members(String name) {
            super(Opcodes.ASM9);
            this.name = name;
        }

        @Override
        public void visit(int version, int access, String type, String signature, String above, String[] interfaces) {
            List<String> supertypes = new ArrayList<>();
            supertypes.add(Type.getObjectType(above).getClassName());
            for (String it : interfaces) {
                supertypes.add(Type.getObjectType(it).getClassName());
            }
            declared.put(name, new Declared(supertypes, new HashSet<>()));
        }

        @Override
        public FieldVisitor visitField(int access, String field, String descriptor, String signature, Object value) {
            declared.get(name).members.add(field + descriptor);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            declared.get(name).members.add(method + descriptor);
            return null;
        }
    }

    /** Checks all that the code of a class refers to. */
    private final class References extends ClassVisitor {

        private String file;

        References() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String type, String signature, String above, String[] interfaces) {
            file = type.substring(type.lastIndexOf('/') + 1).replaceFirst("\\$.*", "") + ".java";
            place = file;
            checkType(Type.getObjectType(above));
            for (String it : interfaces) {
                checkType(Type.getObjectType(it));
            }
        }

        @Override
        public void visitSource(String source, String debug) {
            file = source;
            place = source;
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            place = file;
            checkType(Type.getType(descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            place = file;
            if ((access & Opcodes.ACC_NATIVE) != 0) {
                object("a native method, " + name);
            }
            checkType(Type.getMethodType(descriptor));
            return new Code();
        }

        /** Checks the instructions of a method. */
        private final class Code extends MethodVisitor {

            Code() {
                super(Opcodes.ASM9);
            }

            @Override
            public void visitLineNumber(int line, Label start) {
                place = file + ":" + line;
            }

            @Override
            public void visitTypeInsn(int opcode, String type) {
                checkType(Type.getObjectType(type));
            }

            @Override
            public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
                checkType(Type.getType(descriptor));
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                checkMember(owner, name, descriptor);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                checkMember(owner, name, descriptor);
            }

            @Override
            public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
                checkHandle(bootstrap);
                for (Object argument : arguments) {
                    checkConstant(argument);
                }
            }

            @Override
            public void visitLdcInsn(Object value) {
                checkConstant(value);
            }

            @Override
            public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
                if (type != null) {
                    checkType(Type.getObjectType(type));
                }
            }
        }
    }
}

package io.github.memoworkshop.memotest.race;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Puts calls of {@link Hooks} next to whatever other threads may notice.
 *
 * <p>Only static calls are inserted and new local variables are used only between two original instructions, so that the
 * stack map frames of the original stay true and no class need be loaded to compute new ones. A receiver is never moved
 * through a local variable: the JVM's helpful NullPointerException messages name where on the stack it came from.
 */
final class Instrumenter extends ClassVisitor {
    private static final String HOOKS = Type.getInternalName(Hooks.class);
    private static final String CONTRACT = HOOKS.substring(0, HOOKS.lastIndexOf("/race/") + 1);
    private static final Type OBJECT = Type.getType(Object.class);

    private final Program program;
    /** Size of each method's local variables, and so the first slot that is free. */
    private final Map<String, Integer> locals = new HashMap<>();
    /** The first line of each method, on which a thread is that waits to enter a synchronized one. */
    private final Map<String, Integer> firstLines = new HashMap<>();
    private final List<Runnable> desugared = new ArrayList<>();
    private String type;
    private String file = "?";
    private int version;
    private boolean isInterface;
    private boolean calledByLibraries;
    private boolean hasFinals;

    static byte[] instrument(Program program, byte[] original) {
        try {
            ClassReader reader = new ClassReader(original);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            Instrumenter instrumenter = new Instrumenter(program, writer);
            reader.accept(instrumenter.new Scout(), ClassReader.SKIP_FRAMES);
            reader.accept(instrumenter, 0);
            return writer.toByteArray();
        } catch (MethodTooLargeException e) {
            return original;   // No method a person writes is that long: leave generated ones alone.
        }
    }

    private Instrumenter(Program program, ClassVisitor next) {
        super(ASM9, next);
        this.program = program;
    }

    /** Reads ahead what must be known before the first instruction is changed. */
    private final class Scout extends ClassVisitor {
        Scout() {
            super(ASM9);
        }

        @Override public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
            return new MethodVisitor(ASM9) {
                @Override public void visitLineNumber(int line, Label start) {
                    firstLines.putIfAbsent(name + desc, line);
                }

                @Override public void visitMaxs(int maxStack, int maxLocals) {
                    locals.put(name + desc, maxLocals);
                }
            };
        }

        @Override public org.objectweb.asm.FieldVisitor visitField(int access, String name, String desc, String signature, Object value) {
            hasFinals |= (access & (ACC_FINAL | ACC_STATIC)) == ACC_FINAL;
            return null;
        }
    }

    @Override public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        this.version = version & 0xFFFF;
        type = name;
        isInterface = (access & ACC_INTERFACE) != 0;
        calledByLibraries = program.hasLibraryType(name);
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override public void visitSource(String source, String debug) {
        if (source != null) file = source;
        super.visitSource(source, debug);
    }

    @Override public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
        return new Body(super.visitMethod(access, name, desc, signature, exceptions), access, name, locals.getOrDefault(name + desc, 0),
                firstLines.get(name + desc));
    }

    @Override public void visitEnd() {
        for (int i = 0; i < desugared.size(); i++) desugared.get(i).run();
        super.visitEnd();
    }

    /** Whether a call may mean something to other threads: calls of the code under test do not, their bodies do. */
    private boolean matters(String owner, String name, String desc) {
        if (owner.startsWith("[") || program.declares(owner, name + desc) || isContract(owner)) return false;
        if (name.equals("<init>") && (program.contains(owner) || owner.equals("java/lang/Object"))) return false;
        return switch (owner) {
            case "java/lang/Object" -> List.of("wait", "toString", "equals", "hashCode").contains(name);
            case "java/lang/String" -> List.of("valueOf", "join", "format").contains(name);
            case "java/lang/StringBuilder", "java/lang/StringBuffer" -> true;
            case "java/lang/Runnable", "java/lang/Iterable" -> true;
            case "java/util/Objects", "java/util/Optional", "java/util/UUID" -> false;
            case "java/lang/invoke/MethodHandle" -> false;
            default -> owner.startsWith("java/util/") || owner.startsWith("java/lang/Thread") || owner.startsWith("java/lang/invoke/")
                    || owner.equals("java/io/PrintStream") || !owner.startsWith("java/") && !owner.startsWith("jdk/");
        };
    }

    private static boolean isContract(String owner) {
        return owner.startsWith(CONTRACT) && owner.indexOf('/', CONTRACT.length()) < 0 && !owner.contains("$");
    }

    private final class Body extends MethodVisitor {
        private final int access;
        private final String method;
        private final boolean isConstructor;
        private final boolean synchronised;
        private final boolean entered;
        private final int free;
        private final Integer firstLine;
        private final Label start = new Label();
        /** For each object created but not yet constructed, whether a copy of it stays on the stack. */
        private final Deque<Boolean> created = new ArrayDeque<>();
        private boolean constructed;
        private boolean afterNew;
        private int line;

        Body(MethodVisitor next, int access, String method, int free, Integer firstLine) {
            super(ASM9, next);
            this.access = access;
            this.method = method;
            this.free = free;
            this.firstLine = firstLine;
            isConstructor = method.equals("<init>");
            constructed = !isConstructor;
            synchronised = (access & ACC_SYNCHRONIZED) != 0 && version >= V1_6;
            entered = synchronised || calledByLibraries && version >= V1_6 && !method.startsWith("<")
                    && (access & (ACC_PUBLIC | ACC_PROTECTED)) != 0 && (access & ACC_STATIC) == 0;
        }

        @Override public void visitLineNumber(int line, Label start) {
            this.line = line;
            super.visitLineNumber(line, start);
        }

        @Override public void visitCode() {
            super.visitCode();
            if (entered) {
                if (firstLine != null) {
                    Label begin = new Label();
                    super.visitLabel(begin);
                    super.visitLineNumber(firstLine, begin);
                }
                if ((access & ACC_STATIC) != 0) super.visitLdcInsn(Type.getObjectType(type));
                else super.visitVarInsn(ALOAD, 0);
                onObject("enter", synchronised);
                super.visitLabel(start);
            }
        }

        @Override public void visitMaxs(int maxStack, int maxLocals) {
            if (entered) {
                // Leaving by an exception. A frame that knows no local variable is true everywhere in the body.
                Label end = new Label();
                super.visitLabel(end);
                super.visitFrame(F_FULL, 0, null, 1, new Object[] {"java/lang/Throwable"});
                super.visitInsn(ACONST_NULL);
                hook("exit", "(Ljava/lang/Object;)V");
                super.visitInsn(ATHROW);
                super.visitTryCatchBlock(start, end, end, null);
            }
            super.visitMaxs(maxStack, maxLocals);
        }

        @Override public void visitInsn(int opcode) {
            boolean dupOfNew = afterNew && opcode == DUP;
            afterNew = false;
            if (dupOfNew) {
                created.pop();
                created.push(true);
            }
            if (opcode >= IALOAD && opcode <= SALOAD) {
                int site = step(null, null, null, 0);
                super.visitInsn(DUP2);
                element(false, site);
            } else if (opcode >= IASTORE && opcode <= SASTORE) {
                int site = step(null, null, null, 0);
                Type value = List.of(Type.INT_TYPE, Type.LONG_TYPE, Type.FLOAT_TYPE, Type.DOUBLE_TYPE, OBJECT, Type.INT_TYPE,
                        Type.INT_TYPE, Type.INT_TYPE).get(opcode - IASTORE);
                super.visitVarInsn(value.getOpcode(ISTORE), free);
                super.visitInsn(DUP2);
                element(true, site);
                super.visitVarInsn(value.getOpcode(ILOAD), free);
            } else if (opcode == MONITORENTER) {
                step(null, null, null, 0);
                super.visitInsn(DUP);
                super.visitInsn(MONITORENTER);
                onObject("monitor", true);
                return;
            } else if (opcode == MONITOREXIT) {
                step(null, null, null, 0);
                super.visitInsn(DUP);
                onObject("monitor", false);
            } else if (opcode >= IRETURN && opcode <= RETURN) {
                leave(opcode);
            }
            super.visitInsn(opcode);
        }

        private void leave(int opcode) {
            if (isConstructor && hasFinals) {
                super.visitVarInsn(ALOAD, 0);
                onObject("frozen", false);
            }
            if (method.equals("<clinit>") && version >= V1_5) {
                super.visitLdcInsn(Type.getObjectType(type));
                hook("initialized", "(Ljava/lang/Class;)V");
            }
            if (entered) {
                super.visitInsn(opcode == ARETURN ? DUP : ACONST_NULL);
                hook("exit", "(Ljava/lang/Object;)V");
            }
        }

        private void onObject(String hook, boolean flag) {
            super.visitInsn(flag ? ICONST_1 : ICONST_0);
            hook(hook, "(Ljava/lang/Object;Z)V");
        }

        private void element(boolean write, int site) {
            super.visitInsn(write ? ICONST_1 : ICONST_0);
            push(site);
            hook("element", "(Ljava/lang/Object;IZI)V");
        }

        @Override public void visitFieldInsn(int opcode, String owner, String name, String desc) {
            afterNew = false;
            Program.Field field = program.field(owner, name);
            boolean onThisBeforeSuper = !constructed && opcode == PUTFIELD && owner.equals(type);
            if (field == null || onThisBeforeSuper) {
                super.visitFieldInsn(opcode, owner, name, desc);
                return;
            }
            boolean isVolatile = (field.access() & ACC_VOLATILE) != 0;
            boolean isFinal = (field.access() & ACC_FINAL) != 0;
            boolean isStatic = opcode == GETSTATIC || opcode == PUTSTATIC;
            boolean write = opcode == PUTFIELD || opcode == PUTSTATIC;
            Type value = Type.getType(desc);
            if (isFinal && !isStatic) {
                // JLS 17.5: what the constructor wrote is visible to whoever reads a final field of the object.
                if (!write) {
                    super.visitInsn(DUP);
                    onObject("frozen", true);
                }
                super.visitFieldInsn(opcode, owner, name, desc);
                return;
            }
            int site = step(field.owner(), name, desc, field.access());
            if (isStatic) {
                // The access initializes the class (JLS 12.4.1), so it must come first, but for a release.
                if (isVolatile && write) access(ACONST_NULL, true, site);
                super.visitFieldInsn(opcode, owner, name, desc);
                if (!isVolatile || !write) access(ACONST_NULL, write, site);
            } else if (write) {
                super.visitVarInsn(value.getOpcode(ISTORE), free);
                access(DUP, true, site);
                super.visitVarInsn(value.getOpcode(ILOAD), free);
                super.visitFieldInsn(opcode, owner, name, desc);
            } else if (!isVolatile) {
                access(DUP, false, site);
                super.visitFieldInsn(opcode, owner, name, desc);
            } else {
                // An acquire must come after the read: keep the object and fetch it from below the value.
                super.visitInsn(DUP);
                super.visitFieldInsn(opcode, owner, name, desc);
                if (value.getSize() == 2) super.visitInsn(DUP2_X1);
                access(value.getSize() == 2 ? POP2 : SWAP, false, site);
            }
        }

        private void access(int fetchOwner, boolean write, int site) {
            super.visitInsn(fetchOwner);
            super.visitInsn(write ? ICONST_1 : ICONST_0);
            push(site);
            hook("field", "(Ljava/lang/Object;ZI)V");
        }

        @Override public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            afterNew = opcode == NEW;
            if (afterNew) created.push(false);
        }

        @Override public void visitMethodInsn(int opcode, String owner, String name, String desc, boolean itf) {
            afterNew = false;
            boolean init = name.equals("<init>");
            boolean onThis = init && created.isEmpty();
            boolean onStack = init && !onThis && created.pop();
            if (onThis) constructed = true;
            if (!matters(owner, name, desc)) {
                if (program.contains(owner) && !init || isContract(owner)) step(owner, name, desc, 0);
                super.visitMethodInsn(opcode, owner, name, desc, itf);
                return;
            }
            Type[] parameters = Type.getArgumentTypes(desc);
            int token = before(owner, name, desc, parameters, opcode != INVOKESTATIC && !init, opcode == INVOKESPECIAL && !init ? LibraryCalls.SUPER : 0);
            super.visitMethodInsn(opcode, owner, name, desc, itf);
            if (!init) {
                Type result = Type.getReturnType(desc);
                if (result.getSize() == 0) super.visitInsn(ACONST_NULL);
                else super.visitInsn(result.getSize() == 2 ? DUP2 : DUP);
                box(result);
            } else if (onThis) {
                super.visitVarInsn(ALOAD, 0);
            } else {
                super.visitInsn(onStack ? DUP : ACONST_NULL);
            }
            super.visitVarInsn(ALOAD, token);
            hook("after", "(Ljava/lang/Object;Ljava/lang/Object;)V");
        }

        /** Announces a call whose arguments are on the stack; gives the variable that holds the announced call. */
        private int before(String owner, String name, String desc, Type[] parameters, boolean hasReceiver, int flags) {
            int site = step(owner, name, desc, flags);
            int slot = free;
            int[] slots = new int[parameters.length];
            for (int i = 0; i < parameters.length; slot += parameters[i++].getSize()) slots[i] = slot;
            for (int i = parameters.length - 1; i >= 0; i--) super.visitVarInsn(parameters[i].getOpcode(ISTORE), slots[i]);
            super.visitInsn(hasReceiver ? DUP : ACONST_NULL);
            push(parameters.length);
            super.visitTypeInsn(ANEWARRAY, OBJECT.getInternalName());
            for (int i = 0; i < parameters.length; i++) {
                super.visitInsn(DUP);
                push(i);
                super.visitVarInsn(parameters[i].getOpcode(ILOAD), slots[i]);
                box(parameters[i]);
                super.visitInsn(AASTORE);
            }
            push(site);
            hook("before", "(Ljava/lang/Object;[Ljava/lang/Object;I)Ljava/lang/Object;");
            super.visitVarInsn(ASTORE, slot);
            for (int i = 0; i < parameters.length; i++) super.visitVarInsn(parameters[i].getOpcode(ILOAD), slots[i]);
            return slot;
        }

        @Override public void visitInvokeDynamicInsn(String name, String desc, Handle bootstrap, Object... arguments) {
            afterNew = false;
            if (bootstrap.getOwner().equals("java/lang/invoke/StringConcatFactory")) {
                // A "+" of strings calls toString() of its operands: of a map, for example.
                int token = before(bootstrap.getOwner(), "concat", desc, Type.getArgumentTypes(desc), false, 0);
                super.visitInvokeDynamicInsn(name, desc, bootstrap, arguments);
                super.visitInsn(DUP);
                super.visitVarInsn(ALOAD, token);
                hook("after", "(Ljava/lang/Object;Ljava/lang/Object;)V");
            } else if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                Type lambda = Type.getReturnType(desc);
                arguments[1] = desugar((Handle) arguments[1], Type.getArgumentTypes(desc));
                super.visitInvokeDynamicInsn(name, desc, bootstrap, arguments);
                if (!program.contains(lambda.getInternalName()) && !isContract(lambda.getInternalName())) {
                    hook("lambda", "(Ljava/lang/Object;)Ljava/lang/Object;");
                    super.visitTypeInsn(CHECKCAST, lambda.getInternalName());
                }
            } else {
                super.visitInvokeDynamicInsn(name, desc, bootstrap, arguments);
            }
        }

        /** Turns a reference to a library's method, such as {@code cache::get}, into one to a method that calls it in plain sight. */
        private Handle desugar(Handle target, Type[] captured) {
            String owner = target.getOwner();
            if (!matters(owner, target.getName(), target.getDesc()) || target.getTag() == H_INVOKESPECIAL) return target;
            boolean isNew = target.getTag() == H_NEWINVOKESPECIAL;
            boolean isStatic = target.getTag() == H_INVOKESTATIC;
            List<Type> parameters = new ArrayList<>(List.of(Type.getArgumentTypes(target.getDesc())));
            if (!isNew && !isStatic) parameters.add(0, captured.length > 0 ? captured[0] : Type.getObjectType(owner));
            Type result = isNew ? Type.getObjectType(owner) : Type.getReturnType(target.getDesc());
            String desc = Type.getMethodDescriptor(result, parameters.toArray(Type[]::new));
            String name = "lambda$" + method.replaceAll("[<>]", "") + "$reference$" + desugared.size();
            int at = line;
            desugared.add(() -> {
                int size = parameters.stream().mapToInt(Type::getSize).sum();
                locals.put(name + desc, size);
                MethodVisitor body = Instrumenter.this.visitMethod(ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, name, desc, null, null);
                body.visitCode();
                Label here = new Label();
                body.visitLabel(here);
                body.visitLineNumber(at, here);
                if (isNew) {
                    body.visitTypeInsn(NEW, owner);
                    body.visitInsn(DUP);
                }
                int slot = 0;
                for (Type parameter : parameters) {
                    body.visitVarInsn(parameter.getOpcode(ILOAD), slot);
                    slot += parameter.getSize();
                }
                boolean isInterfaces = target.getTag() == H_INVOKEINTERFACE;
                int opcode = isNew ? INVOKESPECIAL : isStatic ? INVOKESTATIC : isInterfaces ? INVOKEINTERFACE : INVOKEVIRTUAL;
                body.visitMethodInsn(opcode, owner, target.getName(), target.getDesc(), target.isInterface());
                body.visitInsn(result.getOpcode(IRETURN));
                body.visitMaxs(0, size);
                body.visitEnd();
            });
            return new Handle(H_INVOKESTATIC, type, name, desc, isInterface);
        }

        /** Every hook is preceded by this one, at which a thread may be held. */
        private int step(String owner, String name, String desc, int flags) {
            int site = program.add(new Site(type.replace('/', '.'), method, file, line, owner, name, desc, flags));
            push(site);
            hook("step", "(I)V");
            return site;
        }

        private void hook(String name, String desc) {
            super.visitMethodInsn(INVOKESTATIC, HOOKS, name, desc, false);
        }

        private void push(int value) {
            if (value <= Short.MAX_VALUE) super.visitIntInsn(SIPUSH, value);
            else super.visitLdcInsn(value);
        }

        private void box(Type type) {
            int primitive = "ZCBSIFJD".indexOf(type.getDescriptor());
            if (primitive < 0) return;
            String wrapper = "java/lang/" + List.of("Boolean", "Character", "Byte", "Short", "Integer", "Float", "Long", "Double").get(primitive);
            super.visitMethodInsn(INVOKESTATIC, wrapper, "valueOf", "(" + type.getDescriptor() + ")L" + wrapper + ";", false);
        }

        @Override public void visitVarInsn(int opcode, int index) {
            afterNew = false;
            super.visitVarInsn(opcode, index);
        }
    }
}

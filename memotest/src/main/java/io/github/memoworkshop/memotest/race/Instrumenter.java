package io.github.memoworkshop.memotest.race;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Puts calls of {@link Hooks} next to whatever other threads may notice. Used once for one class, by one thread.
 *
 * <p>Only static calls are inserted and new local variables are used only between two original instructions, so that
 * the stack map frames of the original stay true and no class need be loaded to compute new ones. A receiver is never
 * moved through a local variable: the JVM's helpful NullPointerException messages name where on the stack it came
 * from.
 */
final class Instrumenter extends ClassVisitor {

    private static final String HOOKS = Type.getInternalName(Hooks.class);
    /** The calls that may mean something to other threads, as owner.name: most of java.lang, for one, does not. */
    private static final Pattern MATTERS = Pattern.compile("java/util/.*|java/io/PrintStream\\..*|(?!java/|jdk/|\\[).*"
            + "|java/lang/((Thread(?!Local)|invoke/|Runnable|Iterable|StringBu).*|System\\.(exit|arraycopy)"
            + "|Runtime\\.(exit|halt)|Object\\.(wait|toString|equals|hashCode)|String\\.(valueOf|join|format))"
            + "|\\[.*\\.clone");
    /** Fetch, Memoizer and the like, whose bodies are the test's or the code under test's. */
    private static final Pattern CONTRACT = Pattern.compile("io/github/memoworkshop/memotest/\\w+");
    private static final List<String> BOXES =
            List.of("Boolean", "Character", "Byte", "Short", "Integer", "Float", "Long", "Double");

    private static final String UNIT = "java/util/concurrent/TimeUnit";
    /** The methods that wait for a while, or put something off, without saying which unit of time they mean. */
    private static final List<String> TIMED = List.of("wait", "join", "sleep", "parkNanos", "parkUntil", "awaitNanos",
            "awaitUntil", "schedule", "scheduleAtFixedRate");

    /** The parameters of timed methods that say for how long, in which unit, or until when. */
    private static final List<String> LIMITS = List.of("J", "L" + UNIT + ";", "Ljava/util/Date;");

    private static final String SELF = "[Ljava/lang/Object;";

    /** A method reference, the body of the lambda that it stands for, and the line that it is on. */
    private record Reference(Handle target, Handle body, int line) {}

    private final Program program;
    private final ClassFile original;
    private final String type;
    /** Those of the class file, and those that method references stand for. */
    private final Map<String, Integer> lambdas;
    private final List<Reference> references = new ArrayList<>();
    private final boolean calledByLibraries;
    private String file = "?";
    private boolean isInterface;

    static byte[] instrument(Program program, ClassFile original) {
        ClassReader reader = original.reader;
        if (reader.readUnsignedShort(6) < V1_7) {
            return original.code; // without stack map frames, and with instructions that are no longer in use
        }
        try {
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(new Instrumenter(program, original, writer), ClassReader.EXPAND_FRAMES);
            return writer.toByteArray();
        } catch (MethodTooLargeException tooLong) {
            return original.code; // no method that a person writes is that long: leave generated ones alone
        }
    }

    private Instrumenter(Program program, ClassFile original, ClassVisitor next) {
        super(ASM9, next);
        this.program = program;
        this.original = original;
        type = original.reader.getClassName();
        lambdas = new HashMap<>(original.lambdas);
        calledByLibraries = program.hasLibraryType(type);
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        isInterface = (access & ACC_INTERFACE) != 0;
        super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public void visitSource(String source, String debug) {
        if (source != null) {
            file = source;
        }
        super.visitSource(source, debug);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
        Integer captured = lambdas.get(name + desc);
        String actual = captured == null ? desc : withSelf(desc, captured);
        MethodVisitor next = super.visitMethod(access, name, actual, signature, exceptions);
        return new Body(next, access, name, desc, captured);
    }

    @Override
    public void visitEnd() {
        for (int i = 0; i < references.size(); i++) {
            write(references.get(i));
        }
        super.visitEnd();
    }

    /** The descriptor with one more parameter, which comes after those that a lambda captures. */
    private static String withSelf(String desc, int captured) {
        List<Type> parameters = new ArrayList<>(List.of(Type.getArgumentTypes(desc)));
        parameters.add(captured, Type.getType(SELF));
        return Type.getMethodDescriptor(Type.getReturnType(desc), parameters.toArray(Type[]::new));
    }

    /** Whether a call may mean something to other threads: calls of the code under test do not, their bodies do. */
    private boolean matters(String owner, String name, String desc) {
        return MATTERS.matcher(owner + "." + name).matches() && !isContract(owner)
                && !program.declares(owner, name + desc) && !(name.equals("<init>") && program.contains(owner));
    }

    private static boolean isContract(String owner) {
        return CONTRACT.matcher(owner).matches();
    }

    private final class Body extends MethodVisitor {

        private final int access;
        private final String method;
        private final boolean isSynchronized;
        private final boolean entered;
        private final int free;
        private final int firstLine;
        private final String desc;
        /** The number of variables that it captures, if it is the body of a lambda. */
        private final Integer captured;
        private final Label start = new Label();
        /** For each object created but not yet constructed, whether a copy of it stays on the stack. */
        private final Deque<Boolean> created = new ArrayDeque<>();
        private final Set<Label> passed = new HashSet<>();
        private boolean constructed;
        private boolean afterNew;
        private int line;

        Body(MethodVisitor next, int access, String method, String desc, Integer captured) {
            super(ASM9, next);
            this.access = access;
            this.method = method;
            this.desc = desc;
            this.captured = captured;
            ClassFile.Method known = original.methods.get(method + desc);
            // A lambda has one parameter more, and so may need one slot more, than it was compiled with.
            free = 1 + (known == null ? Type.getArgumentsAndReturnSizes(desc) >> 2 : known.locals);
            firstLine = known == null ? 0 : known.firstLine;
            constructed = !method.equals("<init>");
            isSynchronized = has(ACC_SYNCHRONIZED);
            entered = isSynchronized || captured != null || calledByLibraries && !method.startsWith("<")
                    && !has(ACC_STATIC) && (has(ACC_PUBLIC) || has(ACC_PROTECTED));
        }

        private boolean has(int flag) {
            return (access & flag) != 0;
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            if (line != this.line) { // a breakpoint stops wherever its line begins
                super.visitLineNumber(line, start);
            }
            this.line = line;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (!entered) {
                return;
            }
            if (firstLine != 0) {
                lineNumber(firstLine);
            }
            if (captured != null) {
                takeSelf();
            } else {
                loadThisOrClass();
            }
            hook("enter", isSynchronized);
            super.visitLabel(start);
        }

        /** Takes out the parameter that the body was not compiled with, and loads the lambda that is in it. */
        private void takeSelf() {
            Type[] parameters = Type.getArgumentTypes(desc);
            int slot = has(ACC_STATIC) ? 0 : 1;
            for (int i = 0; i < captured; i++) {
                slot += parameters[i].getSize();
            }
            super.visitVarInsn(ALOAD, slot);
            insn(ICONST_0, AALOAD);
            for (int i = captured; i < parameters.length; i++) {
                super.visitVarInsn(parameters[i].getOpcode(ILOAD), slot + 1);
                super.visitVarInsn(parameters[i].getOpcode(ISTORE), slot);
                slot += parameters[i].getSize();
            }
        }

        private void loadThisOrClass() {
            if (has(ACC_STATIC)) {
                super.visitLdcInsn(Type.getObjectType(type));
            } else {
                super.visitVarInsn(ALOAD, 0);
            }
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            if (entered) {
                // Leaving by an exception. A frame that knows no local variable is true everywhere in the body.
                Label end = new Label();
                super.visitLabel(end);
                super.visitFrame(F_NEW, 0, null, 1, new Object[] {"java/lang/Throwable"});
                super.visitInsn(ACONST_NULL);
                hook("exit", "(Ljava/lang/Object;)V");
                super.visitInsn(ATHROW);
                super.visitTryCatchBlock(start, end, end, null);
            }
            super.visitMaxs(maxStack, maxLocals);
        }

        @Override
        public void visitInsn(int opcode) {
            if (afterNew && opcode == DUP) {
                created.pop();
                created.push(true);
            }
            afterNew = false;
            if (opcode >= IALOAD && opcode <= SALOAD) {
                element(false);
            } else if (opcode >= IASTORE && opcode <= SASTORE) {
                int kind = opcode <= AASTORE ? opcode - IASTORE : 0; // bytes, chars and shorts are ints on the stack
                super.visitVarInsn(ISTORE + kind, free);
                element(true);
                super.visitVarInsn(ILOAD + kind, free);
            } else if (opcode == MONITORENTER) {
                step(null, null, null, 0);
                insn(DUP, opcode);
                hook("monitor", true);
                return;
            } else if (opcode == MONITOREXIT) {
                step(null, null, null, 0);
                super.visitInsn(DUP);
                hook("monitor", false);
            } else if (opcode >= IRETURN && opcode <= RETURN) {
                leave(opcode);
            }
            super.visitInsn(opcode);
        }

        private void element(boolean write) {
            int site = step(null, null, null, 0);
            insn(DUP2, write ? ICONST_1 : ICONST_0);
            super.visitLdcInsn(site);
            hook("element", "(Ljava/lang/Object;IZI)V");
        }

        private void leave(int opcode) {
            if (method.equals("<init>") || method.equals("<clinit>")) {
                loadThisOrClass();
                hook("frozen", false);
            }
            if (entered) {
                super.visitInsn(opcode == ARETURN ? DUP : ACONST_NULL);
                hook("exit", "(Ljava/lang/Object;)V");
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String desc) {
            afterNew = false;
            Program.Field field = program.field(owner, name);
            boolean isWrite = opcode == PUTFIELD || opcode == PUTSTATIC;
            if (field == null || isWrite && !constructed && owner.equals(type) && opcode == PUTFIELD) {
                super.visitFieldInsn(opcode, owner, name, desc);
                return;
            }
            boolean isStatic = opcode == GETSTATIC || opcode == PUTSTATIC;
            if (field.is(ACC_FINAL) && !isStatic) {
                if (!isWrite) {
                    super.visitInsn(DUP);
                    hook("frozen", true);
                }
                super.visitFieldInsn(opcode, owner, name, desc);
                return;
            }
            int store = Type.getType(desc).getOpcode(ISTORE);
            boolean isWide = Type.getType(desc).getSize() == 2;
            int site = step(field.owner(), name, desc, field.access());
            // A release comes before the write, an acquire after the read. A static access may have to initialize the
            // class first (JLS 12.4.1); of the owner of an instance field, there is a copy below the value.
            if (isStatic && isWrite && field.is(ACC_VOLATILE)) {
                access(ACONST_NULL, true, site);
                super.visitFieldInsn(opcode, owner, name, desc);
            } else if (isStatic) {
                super.visitFieldInsn(opcode, owner, name, desc);
                access(ACONST_NULL, isWrite, site);
            } else if (isWrite) {
                super.visitVarInsn(store, free);
                access(DUP, true, site);
                super.visitVarInsn(store - ISTORE + ILOAD, free);
                super.visitFieldInsn(opcode, owner, name, desc);
            } else {
                super.visitInsn(DUP);
                super.visitFieldInsn(opcode, owner, name, desc);
                if (isWide) {
                    super.visitInsn(DUP2_X1);
                }
                access(isWide ? POP2 : SWAP, false, site);
            }
        }

        private void access(int fetchOwner, boolean write, int site) {
            insn(fetchOwner, write ? ICONST_1 : ICONST_0);
            super.visitLdcInsn(site);
            hook("field", "(Ljava/lang/Object;ZI)V");
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        /** A loop without any step is a place where a thread may be held, too. */
        @Override
        public void visitJumpInsn(int opcode, Label label) {
            afterNew = false;
            if (passed.contains(label)) {
                hook("loop", "()V");
            }
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            afterNew = opcode == NEW;
            if (afterNew) {
                created.push(false);
            }
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            afterNew = false;
            super.visitVarInsn(opcode, index);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String desc, boolean itf) {
            afterNew = false;
            boolean isNew = name.equals("<init>");
            boolean onThis = isNew && created.isEmpty();
            boolean onStack = isNew && !onThis && created.pop();
            constructed |= onThis;
            if (!matters(owner, name, desc)) {
                if (!isNew && (program.contains(owner) || isContract(owner))) {
                    step(owner, name, desc, 0);
                }
                super.visitMethodInsn(opcode, owner, name, desc, itf);
                clock(owner + "." + name + desc);
                return;
            }
            boolean isSuper = opcode == INVOKESPECIAL && !isNew;
            int call = before(owner, name, desc, opcode != INVOKESTATIC && !isNew, isSuper ? LibraryCalls.SUPER : 0);
            super.visitMethodInsn(opcode, owner, name, desc, itf);
            if (onThis) {
                super.visitVarInsn(ALOAD, 0);
            } else if (isNew) {
                super.visitInsn(onStack ? DUP : ACONST_NULL);
            } else {
                Type result = Type.getReturnType(desc);
                super.visitInsn(result.getSize() == 0 ? ACONST_NULL : result.getSize() == 1 ? DUP : DUP2);
                box(result);
            }
            after(call);
        }

        /** Tells the time by the clock that a test may have let run ahead. */
        private void clock(String method) {
            if (method.equals("java/lang/System.nanoTime()J") || method.equals("java/lang/System.currentTimeMillis()J")) {
                super.visitLdcInsn(method.contains("nano") ? TimeUnit.DAYS.toNanos(1) : TimeUnit.DAYS.toMillis(1));
                hook("clock", "(JJ)J");
            } else if (method.equals("java/time/Instant.now()Ljava/time/Instant;")) {
                hook("clock", "(Ljava/time/Instant;)Ljava/time/Instant;");
            }
        }

        /** Announces a call whose arguments are on the stack; gives the variable that holds the announced call. */
        private int before(String owner, String name, String desc, boolean hasReceiver, int flags) {
            int site = step(owner, name, desc, flags);
            Type[] parameters = Type.getArgumentTypes(desc);
            int[] slots = new int[parameters.length + 1];
            slots[0] = free;
            for (int i = 0; i < parameters.length; i++) {
                slots[i + 1] = slots[i] + parameters[i].getSize();
            }
            for (int i = parameters.length - 1; i >= 0; i--) {
                super.visitVarInsn(parameters[i].getOpcode(ISTORE), slots[i]);
            }
            super.visitInsn(hasReceiver ? DUP : ACONST_NULL);
            super.visitLdcInsn(parameters.length);
            super.visitTypeInsn(ANEWARRAY, "java/lang/Object");
            for (int i = 0; i < parameters.length; i++) {
                super.visitInsn(DUP);
                super.visitLdcInsn(i);
                super.visitVarInsn(parameters[i].getOpcode(ILOAD), slots[i]);
                box(parameters[i]);
                super.visitInsn(AASTORE);
            }
            super.visitLdcInsn(site);
            hook("before", "(Ljava/lang/Object;[Ljava/lang/Object;I)Ljava/lang/Object;");
            super.visitVarInsn(ASTORE, slots[parameters.length]);
            boolean isTimed = !name.equals("<init>") && !owner.equals(UNIT)
                    && (TIMED.contains(name) || desc.contains("JL" + UNIT));
            for (int i = 0; i < parameters.length; i++) {
                super.visitVarInsn(parameters[i].getOpcode(ILOAD), slots[i]);
                String parameter = parameters[i].getDescriptor();
                if (isTimed && LIMITS.contains(parameter)) {
                    hook("limit", "(" + parameter + ")" + parameter);
                }
            }
            return slots[parameters.length];
        }

        private void after(int call) {
            super.visitVarInsn(ALOAD, call);
            hook("after", "(Ljava/lang/Object;Ljava/lang/Object;)V");
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String desc, Handle bootstrap, Object... arguments) {
            afterNew = false;
            if (bootstrap.getOwner().equals("java/lang/invoke/StringConcatFactory")) {
                // A "+" of strings calls toString() of its operands: of a map, for example.
                int call = before(bootstrap.getOwner(), "concat", desc, false, 0);
                super.visitInvokeDynamicInsn(name, desc, bootstrap, arguments);
                super.visitInsn(DUP);
                after(call);
            } else if (ClassFile.makesLambda(bootstrap) && isKnowable((Handle) arguments[1])) {
                lambda(name, desc, bootstrap, arguments);
            } else {
                super.visitInvokeDynamicInsn(name, desc, bootstrap, arguments);
            }
        }

        private boolean isKnowable(Handle target) {
            return original.isLambda(target) || target.getTag() != H_INVOKESPECIAL;
        }

        /**
         * Makes a lambda whose body is told through which object it is called: a task that is handed to an executor,
         * say, is known by just that object. The body captures an array, in which the lambda itself is put.
         */
        private void lambda(String name, String desc, Handle bootstrap, Object... arguments) {
            Type[] captures = Type.getArgumentTypes(desc);
            Handle target = (Handle) arguments[1];
            Handle body = original.isLambda(target) ? target : referTo(target, captures);
            String bodyDesc = withSelf(body.getDesc(), lambdas.get(body.getName() + body.getDesc()));
            arguments[1] = new Handle(body.getTag(), type, body.getName(), bodyDesc, isInterface);
            super.visitInsn(ICONST_1);
            super.visitTypeInsn(ANEWARRAY, "java/lang/Object");
            super.visitInsn(DUP);
            super.visitVarInsn(ASTORE, free);
            super.visitInvokeDynamicInsn(name, withSelf(desc, captures.length), bootstrap, arguments);
            super.visitInsn(DUP);
            super.visitVarInsn(ALOAD, free);
            insn(SWAP, ICONST_0, SWAP, AASTORE);
        }

        /** The body of the lambda that a method reference is short for: {@code key -> cache.get(key)}. */
        private Handle referTo(Handle target, Type[] captures) {
            Type owner = Type.getObjectType(target.getOwner());
            List<Type> parameters = new ArrayList<>(List.of(Type.getArgumentTypes(target.getDesc())));
            if (target.getTag() == H_INVOKEVIRTUAL || target.getTag() == H_INVOKEINTERFACE) {
                parameters.add(0, captures.length > 0 ? captures[0] : owner);
            }
            boolean makes = target.getTag() == H_NEWINVOKESPECIAL;
            Type result = makes ? owner : Type.getReturnType(target.getDesc());
            String desc = Type.getMethodDescriptor(result, parameters.toArray(Type[]::new));
            String name = "lambda$" + method.replaceAll("[<>]", "") + "$reference$" + references.size();
            Handle body = new Handle(H_INVOKESTATIC, type, name, desc, isInterface);
            lambdas.put(name + desc, captures.length);
            references.add(new Reference(target, body, line));
            return body;
        }

        private void lineNumber(int number) {
            Label here = new Label();
            super.visitLabel(here);
            visitLineNumber(number, here);
        }

        /** Every hook is preceded by this one, at which a thread may be held. */
        private int step(String owner, String name, String desc, int flags) {
            String className = type.replace('/', '.');
            int site = program.add(new Site(className, method, file, line, owner, name, desc, flags));
            super.visitLdcInsn(site);
            hook("step", "(I)V");
            return site;
        }

        private void hook(String name, boolean flag) {
            super.visitInsn(flag ? ICONST_1 : ICONST_0);
            hook(name, "(Ljava/lang/Object;Z)V");
        }

        private void hook(String name, String desc) {
            super.visitMethodInsn(INVOKESTATIC, HOOKS, name, desc, false);
        }

        private void insn(int... opcodes) {
            for (int opcode : opcodes) {
                super.visitInsn(opcode);
            }
        }

        private void box(Type type) {
            if (type.getSort() >= Type.BOOLEAN && type.getSort() <= Type.DOUBLE) {
                String box = "java/lang/" + BOXES.get(type.getSort() - Type.BOOLEAN);
                String desc = "(" + type.getDescriptor() + ")L" + box + ";";
                super.visitMethodInsn(INVOKESTATIC, box, "valueOf", desc, false);
            }
        }
    }

    /** Adds {@code static R name(P...) { return target(P...); }}, and instruments it like any other method. */
    private void write(Reference reference) {
        Handle target = reference.target;
        String desc = reference.body.getDesc();
        int access = ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC;
        Body body = (Body) visitMethod(access, reference.body.getName(), desc, null, null);
        body.visitCode();
        body.lineNumber(reference.line);
        int opcode = switch (target.getTag()) {
            case H_INVOKEVIRTUAL -> INVOKEVIRTUAL;
            case H_INVOKEINTERFACE -> INVOKEINTERFACE;
            case H_INVOKESTATIC -> INVOKESTATIC;
            default -> INVOKESPECIAL;
        };
        if (opcode == INVOKESPECIAL) {
            body.visitTypeInsn(NEW, target.getOwner());
            body.visitInsn(DUP);
        }
        int slot = 0;
        for (Type parameter : Type.getArgumentTypes(desc)) {
            body.visitVarInsn(parameter.getOpcode(ILOAD), slot);
            slot += parameter.getSize();
        }
        body.visitMethodInsn(opcode, target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
        body.visitInsn(Type.getReturnType(desc).getOpcode(IRETURN));
        body.visitMaxs(0, 0);
        body.visitEnd();
    }
}

package io.github.memoworkshop.memotest.race;

import static org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Lambdas that tell the detector when library code calls them. The body of a lambda does not know which object it was
 * called through, but a task handed to an executor, say, is known by just that object; hence a wrapper around each.
 * The classes of wrappers are hidden classes: the JVM leaves their frames out of stack traces. Thread safe.
 */
final class Lambdas {

    /** What the wrappers of one interface have in common with those of the others. */
    abstract static class Wrapper {

        final Object lambda;
        private final Detector detector;

        Wrapper(Object lambda, Detector detector) {
            this.lambda = lambda;
            this.detector = detector;
        }

        final void enter() {
            detector.enter(this, false);
        }

        final void exit(Object result) {
            detector.exit(result);
        }
    }

    private static final String WRAPPER = Type.getInternalName(Wrapper.class);
    private static final String MAKE = "(Ljava/lang/Object;" + Type.getDescriptor(Detector.class) + ")V";

    /** The constructor of the wrappers of each interface. */
    private static final ClassValue<Optional<Constructor<?>>> WRAPPERS = new ClassValue<>() {
        @Override
        protected Optional<Constructor<?>> computeValue(Class<?> type) {
            List<Method> methods = Arrays.stream(type.getMethods())
                    .filter(method -> Modifier.isAbstract(method.getModifiers()) && !isObjects(method)).toList();
            try {
                boolean isVisible = Class.forName(type.getName(), false, Lambdas.class.getClassLoader()) == type;
                if (!isVisible || !Modifier.isPublic(type.getModifiers()) || methods.size() != 1) {
                    return Optional.empty();
                }
                byte[] code = code(Type.getInternalName(type), methods.get(0));
                Class<?> wrapper = MethodHandles.lookup().defineHiddenClass(code, true).lookupClass();
                return Optional.of(wrapper.getDeclaredConstructors()[0]);
            } catch (ReflectiveOperationException | LinkageError e) {
                return Optional.empty(); // an interface that this library cannot name has no wrapper
            }
        }
    };

    private Lambdas() {}

    static Object wrap(Object lambda, Detector detector) {
        Class<?>[] interfaces = lambda.getClass().getInterfaces();
        Optional<Constructor<?>> wrapper = interfaces.length == 1 ? WRAPPERS.get(interfaces[0]) : Optional.empty();
        try {
            return wrapper.isPresent() ? wrapper.get().newInstance(lambda, detector) : lambda;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Comparator, for one, declares equals anew. */
    private static boolean isObjects(Method method) {
        return Arrays.stream(Object.class.getMethods()).anyMatch(known -> known.getName().equals(method.getName())
                && Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
    }

    /**
     * The class file of a wrapper, whose one method does this: {@code enter(); try { R r = lambda.method(p); exit(r);
     * return r; } catch (Throwable e) { exit(null); throw e; }}.
     */
    private static byte[] code(String type, Method method) {
        String self = WRAPPER + "Of";
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(V17, ACC_FINAL | ACC_SYNTHETIC, self, null, WRAPPER, new String[] {type});
        MethodVisitor init = writer.visitMethod(0, "<init>", MAKE, null, null);
        init.visitVarInsn(ALOAD, 0);
        init.visitVarInsn(ALOAD, 1);
        init.visitVarInsn(ALOAD, 2);
        init.visitMethodInsn(INVOKESPECIAL, WRAPPER, "<init>", MAKE, false);
        init.visitInsn(RETURN);
        init.visitMaxs(0, 0);

        String desc = Type.getMethodDescriptor(method);
        MethodVisitor body = writer.visitMethod(ACC_PUBLIC, method.getName(), desc, null, null);
        Label start = new Label();
        Label end = new Label();
        body.visitVarInsn(ALOAD, 0);
        body.visitMethodInsn(INVOKEVIRTUAL, WRAPPER, "enter", "()V", false);
        body.visitLabel(start);
        body.visitVarInsn(ALOAD, 0);
        body.visitFieldInsn(GETFIELD, WRAPPER, "lambda", "Ljava/lang/Object;");
        body.visitTypeInsn(CHECKCAST, type);
        int slot = 1;
        for (Type parameter : Type.getArgumentTypes(desc)) {
            body.visitVarInsn(parameter.getOpcode(ILOAD), slot);
            slot += parameter.getSize();
        }
        body.visitMethodInsn(INVOKEINTERFACE, type, method.getName(), desc, true);
        Type result = Type.getReturnType(desc);
        exit(body, result.getSort() >= Type.ARRAY ? DUP : ACONST_NULL);
        body.visitInsn(result.getOpcode(IRETURN));
        body.visitLabel(end);
        body.visitFrame(F_FULL, 1, new Object[] {self}, 1, new Object[] {"java/lang/Throwable"});
        exit(body, ACONST_NULL);
        body.visitInsn(ATHROW);
        body.visitTryCatchBlock(start, end, end, null);
        body.visitMaxs(0, 0);
        return writer.toByteArray();
    }

    private static void exit(MethodVisitor body, int pushResult) {
        body.visitInsn(pushResult);
        body.visitVarInsn(ALOAD, 0);
        body.visitInsn(SWAP);
        body.visitMethodInsn(INVOKEVIRTUAL, WRAPPER, "exit", "(Ljava/lang/Object;)V", false);
    }
}

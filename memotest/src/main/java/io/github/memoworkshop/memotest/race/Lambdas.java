package io.github.memoworkshop.memotest.race;

import static org.objectweb.asm.Opcodes.*;

import java.lang.invoke.MethodHandles;
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
 * The classes of wrappers are hidden classes: the JVM leaves their frames out of stack traces.
 */
final class Lambdas {
    /** What the wrappers of one interface have in common with those of the others. */
    abstract static class Wrapper implements Cloneable {
        Object lambda;
        Detector detector;

        final void enter() {
            detector.enter(this, false);
        }

        final void exit(Object result) {
            detector.exit(result);
        }

        private Wrapper around(Object lambda, Detector detector) {
            try {
                Wrapper wrapper = (Wrapper) clone();
                wrapper.lambda = lambda;
                wrapper.detector = detector;
                return wrapper;
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final String WRAPPER = Type.getInternalName(Wrapper.class);

    /** One wrapper for each interface, of which the others are made. */
    private static final ClassValue<Optional<Wrapper>> WRAPPERS = new ClassValue<>() {
        @Override protected Optional<Wrapper> computeValue(Class<?> type) {
            try {
                boolean visible = Modifier.isPublic(type.getModifiers()) && Class.forName(type.getName(), false, Lambdas.class.getClassLoader()) == type;
                List<Method> methods = Arrays.stream(type.getMethods()).filter(m -> Modifier.isAbstract(m.getModifiers()) && !isObjects(m)).toList();
                if (!visible || methods.size() != 1) return Optional.empty();
                Class<?> wrapper = MethodHandles.lookup().defineHiddenClass(code(type, methods.get(0)), true).lookupClass();
                return Optional.of((Wrapper) wrapper.getDeclaredConstructor().newInstance());
            } catch (ReflectiveOperationException | LinkageError e) {
                return Optional.empty();   // An interface that this library cannot name has no wrapper.
            }
        }
    };

    private Lambdas() {}

    static Object wrap(Object lambda, Detector detector) {
        Class<?>[] interfaces = lambda.getClass().getInterfaces();
        Optional<Wrapper> wrapper = interfaces.length == 1 ? WRAPPERS.get(interfaces[0]) : Optional.empty();
        return wrapper.isPresent() ? wrapper.get().around(lambda, detector) : lambda;
    }

    /** Comparator, for one, declares equals anew. */
    private static boolean isObjects(Method method) {
        return Arrays.stream(Object.class.getMethods()).anyMatch(m -> m.getName().equals(method.getName())
                && Arrays.equals(m.getParameterTypes(), method.getParameterTypes()));
    }

    /** {@code R method(args) { enter(); try { R r = lambda.method(args); exit(r); return r; } catch (Throwable e) { exit(null); throw e; } }} */
    private static byte[] code(Class<?> type, Method method) {
        String itf = Type.getInternalName(type);
        String self = WRAPPER + "Of";
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(V17, ACC_FINAL | ACC_SYNTHETIC, self, null, WRAPPER, new String[] {itf});
        MethodVisitor init = writer.visitMethod(0, "<init>", "()V", null, null);
        init.visitVarInsn(ALOAD, 0);
        init.visitMethodInsn(INVOKESPECIAL, WRAPPER, "<init>", "()V", false);
        init.visitInsn(RETURN);
        init.visitMaxs(0, 0);

        String desc = Type.getMethodDescriptor(method);
        Type result = Type.getReturnType(desc);
        MethodVisitor body = writer.visitMethod(ACC_PUBLIC, method.getName(), desc, null, null);
        Label start = new Label();
        Label end = new Label();
        body.visitVarInsn(ALOAD, 0);
        body.visitMethodInsn(INVOKEVIRTUAL, WRAPPER, "enter", "()V", false);
        body.visitLabel(start);
        body.visitVarInsn(ALOAD, 0);
        body.visitFieldInsn(GETFIELD, WRAPPER, "lambda", "Ljava/lang/Object;");
        body.visitTypeInsn(CHECKCAST, itf);
        int slot = 1;
        for (Type parameter : Type.getArgumentTypes(desc)) {
            body.visitVarInsn(parameter.getOpcode(ILOAD), slot);
            slot += parameter.getSize();
        }
        body.visitMethodInsn(INVOKEINTERFACE, itf, method.getName(), desc, true);
        boolean reference = result.getSort() >= Type.ARRAY;
        if (reference) body.visitInsn(DUP);
        exit(body, reference);
        body.visitInsn(result.getOpcode(IRETURN));
        body.visitLabel(end);
        body.visitFrame(F_FULL, 1, new Object[] {self}, 1, new Object[] {"java/lang/Throwable"});
        exit(body, false);
        body.visitInsn(ATHROW);
        body.visitTryCatchBlock(start, end, end, null);
        body.visitMaxs(0, 0);
        return writer.toByteArray();
    }

    private static void exit(MethodVisitor body, boolean resultOnStack) {
        body.visitVarInsn(ALOAD, 0);
        body.visitInsn(resultOnStack ? SWAP : ACONST_NULL);
        body.visitMethodInsn(INVOKEVIRTUAL, WRAPPER, "exit", "(Ljava/lang/Object;)V", false);
    }
}

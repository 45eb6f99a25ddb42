package io.github.memoworkshop.memotest.race;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A class file, and what must be known of it before it is instrumented. Not changed once made. */
final class ClassFile extends ClassVisitor {

    /** What the body of a method needs. */
    static final class Method {

        /** The size of its local variables, and so the first slot that is free. */
        int locals;
        /** Its first line, on which a thread is that waits to enter a synchronized one, or 0. */
        int firstLine;
    }

    private static final String LAMBDA = "java/lang/invoke/LambdaMetafactory";

    final byte[] code;
    final ClassReader reader;
    /** Its interfaces, then its superclass: the order in which JVMS 5.4.3.2 looks for a field. */
    final List<String> supers = new ArrayList<>();
    /** The access flags of each field. */
    final Map<String, Integer> fields = new HashMap<>();
    final Map<String, Method> methods = new HashMap<>();
    /** For the bodies of lambdas, the number of variables that the lambda captures, its {@code this} not counted. */
    final Map<String, Integer> lambdas = new HashMap<>();

    ClassFile(byte[] code) {
        super(Opcodes.ASM9);
        this.code = code;
        reader = new ClassReader(code);
        supers.addAll(List.of(reader.getInterfaces()));
        supers.add(reader.getSuperName());
        reader.accept(this, ClassReader.SKIP_FRAMES);
    }

    static boolean makesLambda(Handle bootstrap) {
        return bootstrap.getOwner().equals(LAMBDA);
    }

    /** Whether this is the body of a lambda, and not a method that a method reference names. */
    boolean isLambda(Handle target) {
        return target.getOwner().equals(reader.getClassName()) && target.getName().startsWith("lambda$");
    }

    @Override
    public FieldVisitor visitField(int access, String name, String desc, String signature, Object value) {
        fields.put(name, access);
        return null;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
        Method method = new Method();
        methods.put(name + desc, method);
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLineNumber(int line, Label start) {
                method.firstLine = method.firstLine == 0 ? line : method.firstLine;
            }

            @Override
            public void visitInvokeDynamicInsn(String name, String desc, Handle bootstrap, Object... arguments) {
                if (makesLambda(bootstrap) && isLambda((Handle) arguments[1])) {
                    Handle body = (Handle) arguments[1];
                    int receiver = body.getTag() == Opcodes.H_INVOKESTATIC ? 0 : 1;
                    lambdas.put(body.getName() + body.getDesc(), Type.getArgumentTypes(desc).length - receiver);
                }
            }

            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                method.locals = maxLocals;
            }
        };
    }
}

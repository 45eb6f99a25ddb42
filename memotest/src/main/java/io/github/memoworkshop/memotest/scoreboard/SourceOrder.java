package io.github.memoworkshop.memotest.scoreboard;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Orders the methods of a class as they are written, which reflection does not tell, by the line numbers in the class
 * file; and by name where there are none. Not thread safe.
 */
final class SourceOrder implements Comparator<Method> {

    private final Map<Class<?>, Map<String, Integer>> lines = new HashMap<>();

    @Override
    public int compare(Method one, Method other) {
        int byLine = Integer.compare(line(one), line(other));
        return byLine != 0 ? byLine : one.toString().compareTo(other.toString());
    }

    private int line(Method method) {
        return lines.computeIfAbsent(method.getDeclaringClass(), SourceOrder::linesOf)
                .getOrDefault(method.getName() + Type.getMethodDescriptor(method), Integer.MAX_VALUE);
    }

    private static Map<String, Integer> linesOf(Class<?> type) {
        Map<String, Integer> lines = new HashMap<>();
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            new ClassReader(in).accept(new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(int access, String name, String descriptor, String s, String[] e) {
                    return new MethodVisitor(Opcodes.ASM9) {
                        @Override
                        public void visitLineNumber(int line, Label start) {
                            lines.merge(name + descriptor, line, Math::min);
                        }
                    };
                }
            }, ClassReader.SKIP_FRAMES);
        } catch (IOException | IllegalArgumentException noClassFile) {
            // or one that is newer than the reader: by name, then
        }
        return lines;
    }
}

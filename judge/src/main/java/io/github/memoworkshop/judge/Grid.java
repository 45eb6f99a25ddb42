package io.github.memoworkshop.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Which promises the memo of each stage has to keep, and which tests each of them consists of: what the test classes of
 * the kit say, in the order in which they say it. Immutable.
 *
 * @param stages the stages, the first one first
 */
record Grid(List<Stage> stages) {

    /** A stage and its promises. */
    record Stage(int number, List<Promise> promises) {}

    /** The cells of the grid by the names that they have in settings and reports, {@code memo4.WaitsWell}. */
    List<String> keys() {
        return stages.stream()
                .flatMap(stage -> stage.promises().stream().map(promise -> key(stage.number(), promise.name())))
                .toList();
    }

    static String key(int stage, String promise) {
        return "memo" + stage + "." + promise;
    }

    /** A promise and the names of its tests. */
    record Promise(String name, List<String> tests) {}

    /** The grid of the kit on the class path. It is read from the class files: reflection does not keep the order. */
    static Grid ofTheKit() {
        List<Stage> stages = new ArrayList<>();
        for (int number = 1; true; number++) {
            ClassReader stage = classFile("workshop/memo" + number + "/Memo" + number + "Test");
            if (stage == null) {
                return new Grid(stages);
            }
            List<Promise> promises = new ArrayList<>();
            for (String promise : stage.getInterfaces()) {
                String name = promise.substring(promise.lastIndexOf('/') + 1);
                promises.add(new Promise(name, testsOf(classFile(promise))));
            }
            stages.add(new Stage(number, promises));
        }
    }

    private static List<String> testsOf(ClassReader promise) {
        List<String> tests = new ArrayList<>();
        promise.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                        if (annotation.startsWith("Lorg/junit/jupiter/") && annotation.endsWith("Test;")) {
                            tests.add(name);
                        }
                        return null;
                    }
                };
            }
        }, ClassReader.SKIP_CODE);
        return tests;
    }

    private static ClassReader classFile(String name) {
        try (InputStream file = Grid.class.getClassLoader().getResourceAsStream(name + ".class")) {
            return file == null ? null : new ClassReader(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.source.SourceLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The code under test: all classes that come from the same directory or jar as one given class. Reads their class
 * files, instruments each once, and keeps the result for all later watches. Thread safe.
 */
final class Program {

    private static final ClassValue<Program> PROGRAMS = new ClassValue<>() {
        @Override
        protected Program computeValue(Class<?> type) {
            return new Program(type);
        }
    };
    private static final Set<String> BARE = Set.of("java/lang/Object", "java/lang/Record", "java/lang/Enum");

    /** A field as it was declared. */
    record Field(String owner, int access) {

        boolean is(int flag) {
            return (access & flag) != 0;
        }
    }

    /** A class file, and what instrumentation must know of the class without loading it. */
    private record ClassFile(
            byte[] code, String superName, String[] interfaces, Map<String, Integer> fields, Set<String> methods) {}

    private final Class<?> type;
    /** Where the classes come from, as a URL ending in a slash. */
    private final String root;
    private final SourceLines source;
    private final Map<String, Optional<ClassFile>> files = new ConcurrentHashMap<>();
    private final Map<String, byte[]> instrumented = new ConcurrentHashMap<>();
    private volatile Site[] sites = new Site[64];
    private int siteCount;

    /** @throws IllegalArgumentException if the class file of the class cannot be found */
    static Program of(Class<?> type) {
        return PROGRAMS.get(type);
    }

    private Program(Class<?> type) {
        this.type = type;
        source = new SourceLines(type);
        String file = type.getName().replace('.', '/') + ".class";
        URL url = type.getClassLoader() == null ? null : type.getClassLoader().getResource(file);
        if (url == null) {
            throw new IllegalArgumentException("cannot watch " + type.getName() + ": its class file is not found");
        }
        root = url.toString().substring(0, url.toString().length() - file.length());
        instrumented.put(Hooks.class.getName(), read(Hooks.class.getResource("Hooks.class")));
    }

    ClassLoader loader() {
        return type.getClassLoader();
    }

    ProtectionDomain domain() {
        return type.getProtectionDomain();
    }

    SourceLines source() {
        return source;
    }

    /** The instrumented class file, or null if the class is not part of the code under test. */
    byte[] instrumented(String name) {
        return instrumented.computeIfAbsent(name, n ->
                file(n.replace('.', '/')).map(file -> Instrumenter.instrument(this, file.code)).orElse(null));
    }

    boolean contains(String internalName) {
        return file(internalName).isPresent();
    }

    /** The field as declared in the code under test, looked for as JVMS 5.4.3.2 says, or null if it is a library's. */
    Field field(String owner, String name) {
        ClassFile file = file(owner).orElse(null);
        if (file == null) {
            return null;
        }
        if (file.fields.containsKey(name)) {
            return new Field(owner, file.fields.get(name));
        }
        for (String above : file.interfaces) {
            Field found = field(above, name);
            if (found != null) {
                return found;
            }
        }
        return field(file.superName, name);
    }

    /** Whether the code under test holds the body that a call of this method on this class would reach. */
    boolean declares(String owner, String method) {
        return file(owner).filter(file -> file.methods.contains(method) || declares(file.superName, method)
                || Arrays.stream(file.interfaces).anyMatch(above -> declares(above, method))).isPresent();
    }

    /** Whether library code may know this class by a type of its own, and so call its methods. */
    boolean hasLibraryType(String name) {
        return name != null && !BARE.contains(name) && file(name).map(file -> hasLibraryType(file.superName)
                || Arrays.stream(file.interfaces).anyMatch(this::hasLibraryType)).orElse(true);
    }

    synchronized int add(Site site) {
        if (siteCount == sites.length) {
            sites = Arrays.copyOf(sites, 2 * siteCount);
        }
        sites[siteCount] = site;
        return siteCount++;
    }

    Site site(int number) {
        return sites[number];
    }

    private Optional<ClassFile> file(String name) {
        // Types of the platform are never ours, and asking for them as resources would be slow.
        if (name == null || name.startsWith("java/") || name.startsWith("[")) {
            return Optional.empty();
        }
        Optional<ClassFile> known = files.get(name);
        if (known == null) {
            URL url = loader().getResource(name + ".class");
            boolean isOurs = url != null && url.toString().startsWith(root);
            known = isOurs ? Optional.of(parse(read(url))) : Optional.empty();
            files.put(name, known);
        }
        return known;
    }

    private static ClassFile parse(byte[] code) {
        Map<String, Integer> fields = new HashMap<>();
        Set<String> methods = new HashSet<>();
        ClassReader reader = new ClassReader(code);
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public FieldVisitor visitField(int access, String name, String desc, String signature, Object value) {
                fields.put(name, access);
                return null;
            }

            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String desc, String signature, String[] exceptions) {
                methods.add(name + desc);
                return null;
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return new ClassFile(code, reader.getSuperName(), reader.getInterfaces(), fields, methods);
    }

    private static byte[] read(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + url, e);
        }
    }
}

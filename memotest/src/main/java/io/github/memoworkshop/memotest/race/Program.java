package io.github.memoworkshop.memotest.race;

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
    static final byte[] HOOKS = read(Hooks.class.getClassLoader(), Hooks.class.getName());

    private static final ClassValue<Program> PROGRAMS = new ClassValue<>() {
        @Override protected Program computeValue(Class<?> type) {
            return new Program(type);
        }
    };

    /** A field as it was declared. */
    record Field(String owner, int access) {}

    /** What instrumentation must know of a class without loading it. */
    private record Facts(String superName, String[] interfaces, Map<String, Integer> fields, Set<String> methods) {}

    private final Class<?> type;
    private final String root;
    private final Map<String, Optional<byte[]>> originals = new ConcurrentHashMap<>();
    private final Map<String, byte[]> instrumented = new ConcurrentHashMap<>();
    private final Map<String, Facts> facts = new ConcurrentHashMap<>();
    private volatile Site[] sites = new Site[0];
    private int siteCount;

    static Program of(Class<?> type) {
        return PROGRAMS.get(type);
    }

    private Program(Class<?> type) {
        this.type = type;
        String file = type.getName().replace('.', '/') + ".class";
        URL url = type.getClassLoader() == null ? null : type.getClassLoader().getResource(file);
        if (url == null) throw new IllegalArgumentException("cannot watch " + type.getName() + ": its class file is not to be found");
        root = url.toString().substring(0, url.toString().length() - file.length());
    }

    ClassLoader loader() {
        return type.getClassLoader();
    }

    ProtectionDomain domain() {
        return type.getProtectionDomain();
    }

    /** Where the classes come from, as a URL ending in a slash. */
    String root() {
        return root;
    }

    /** The instrumented class file, or null if the class is not part of the code under test. */
    byte[] instrumented(String name) {
        byte[] code = instrumented.get(name);
        if (code == null && (code = original(name)) != null) {
            synchronized (this) {
                code = instrumented.get(name);
                if (code == null) instrumented.put(name, code = Instrumenter.instrument(this, original(name)));
            }
        }
        return code;
    }

    boolean contains(String internalName) {
        return original(internalName.replace('/', '.')) != null;
    }

    private byte[] original(String name) {
        // Types of the platform are never ours, and asking for them as resources would be slow.
        if (name.startsWith("java.") || name.startsWith("[")) return null;
        return originals.computeIfAbsent(name, n -> {
            URL url = loader().getResource(n.replace('.', '/') + ".class");
            return Optional.ofNullable(url != null && url.toString().startsWith(root) ? read(url) : null);
        }).orElse(null);
    }

    /** The field as declared in the code under test, looked for as JVMS 5.4.3.2 says, or null if it is a library's. */
    Field field(String owner, String name) {
        Facts f = facts(owner);
        if (f == null) return null;
        Integer access = f.fields.get(name);
        if (access != null) return new Field(owner, access);
        for (String above : f.interfaces) {
            Field found = field(above, name);
            if (found != null) return found;
        }
        return field(f.superName, name);
    }

    /** Whether the code under test holds the body that a call of this method on this class would reach. */
    boolean declares(String owner, String method) {
        Facts f = facts(owner);
        if (f == null) return false;
        return f.methods.contains(method) || declares(f.superName, method)
                || Arrays.stream(f.interfaces).anyMatch(i -> declares(i, method));
    }

    /** Whether library code may know this class by a type of its own, and so call its methods. */
    boolean hasLibraryType(String name) {
        if (name == null || Set.of("java/lang/Object", "java/lang/Record", "java/lang/Enum").contains(name)) return false;
        Facts f = facts(name);
        return f == null || hasLibraryType(f.superName) || Arrays.stream(f.interfaces).anyMatch(this::hasLibraryType);
    }

    synchronized int add(Site site) {
        if (siteCount == sites.length) sites = Arrays.copyOf(sites, Math.max(64, 2 * siteCount));
        sites[siteCount] = site;
        return siteCount++;
    }

    Site site(int number) {
        return sites[number];
    }

    private Facts facts(String internalName) {
        if (internalName == null || internalName.startsWith("[")) return null;
        Facts known = facts.get(internalName);
        byte[] code = known != null ? null : original(internalName.replace('/', '.'));
        if (code == null) return known;
        Map<String, Integer> fields = new HashMap<>();
        Set<String> methods = new HashSet<>();
        ClassReader reader = new ClassReader(code);
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override public FieldVisitor visitField(int access, String name, String desc, String signature, Object value) {
                fields.put(name, access);
                return null;
            }

            @Override public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                methods.add(name + desc);
                return null;
            }
        }, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        Facts read = new Facts(reader.getSuperName(), reader.getInterfaces(), fields, methods);
        facts.put(internalName, read);
        return read;
    }

    private static byte[] read(ClassLoader loader, String name) {
        return read(loader.getResource(name.replace('.', '/') + ".class"));
    }

    private static byte[] read(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + url, e);
        }
    }
}

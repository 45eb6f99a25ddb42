package io.github.memoworkshop.memotest.race;

import io.github.memoworkshop.memotest.source.SourceLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

    private final Class<?> type;
    /** Where the classes come from, as a URL ending in a slash. */
    private final String root;
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
        return new SourceLines(type);
    }

    /** The instrumented class file, or null if the class is not part of the code under test. */
    byte[] instrumented(String name) {
        return instrumented.computeIfAbsent(name, n -> {
            ClassFile original = file(n.replace('.', '/'));
            return original == null ? null : Instrumenter.instrument(this, original);
        });
    }

    boolean contains(String internalName) {
        return file(internalName) != null;
    }

    /** The field as declared in the code under test, or null if it is a library's. */
    Field field(String owner, String name) {
        ClassFile file = file(owner);
        if (file == null || file.fields.containsKey(name)) {
            return file == null ? null : new Field(owner, file.fields.get(name));
        }
        Field found = null;
        for (String above : file.supers) {
            found = found == null ? field(above, name) : found;
        }
        return found;
    }

    /** Whether the code under test holds the body that a call of this method on this class would reach. */
    boolean declares(String owner, String method) {
        ClassFile file = file(owner);
        boolean found = file != null && file.methods.containsKey(method);
        for (String above : file == null ? List.<String>of() : file.supers) {
            found |= declares(above, method);
        }
        return found;
    }

    /** Whether library code may know this class by a type of its own, and so call its methods. */
    boolean hasLibraryType(String name) {
        ClassFile file = file(name);
        boolean found = file == null && name != null && !BARE.contains(name);
        for (String above : file == null ? List.<String>of() : file.supers) {
            found |= hasLibraryType(above);
        }
        return found;
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

    /** The class file, or null if the class is not part of the code under test. */
    private ClassFile file(String name) {
        // Types of the platform are never ours, and asking for them as resources would be slow.
        if (name == null || name.startsWith("java/") || name.startsWith("[")) {
            return null;
        }
        return files.computeIfAbsent(name, n -> {
            URL url = loader().getResource(n + ".class");
            boolean isOurs = url != null && url.toString().startsWith(root);
            return isOurs ? Optional.of(new ClassFile(read(url))) : Optional.empty();
        }).orElse(null);
    }

    private static byte[] read(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + url, e);
        }
    }
}

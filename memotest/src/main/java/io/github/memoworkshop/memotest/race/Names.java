package io.github.memoworkshop.memotest.race;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;

/** Names objects as a reader of the code under test knows them. Guarded by the {@link Detector}. */
final class Names {

    private final Detector detector;

    Names(Detector detector) {
        this.detector = detector;
    }

    /** "Memo.lock" if a field of the code under test refers to the object, "a ReentrantLock" if none does. */
    String of(Object object) {
        if (object instanceof Class<?> type) {
            return simple(type.getName()) + ".class";
        }
        String field = fieldOf(object);
        return field != null ? field : withArticle(object);
    }

    /**
     * "Memo.lock" for a lock that is an object of its own, perhaps known by one half of it only, and "the lock of
     * Memo.cache" for the monitor of another object.
     */
    String ofLock(Object lock, Object half) {
        boolean isLock = detector.libraryType(half.getClass()).getName().startsWith("java.util.concurrent.locks.");
        return (isLock ? "" : "the lock of ") + of(lock != null && fieldOf(half) == null ? lock : half);
    }

    /** "Memo.cache (HashMap)" for a collection, which may be known by a view of it only. */
    String of(Shadow collection, Object view) {
        Object itself = collection.object.get() == null ? view : collection.object.get();
        String field = fieldOf(itself) != null ? fieldOf(itself) : fieldOf(view);
        return field == null ? withArticle(itself) : field + " (" + simple(collection.type.getName()) + ")";
    }

    private static String withArticle(Object object) {
        Class<?> type = object.getClass();
        String name = simple(type.isArray() ? type.getComponentType().getName() : type.getName());
        String length = type.isArray() ? "[" + Array.getLength(object) + "]" : "";
        return ("AEIOUaeiou".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name + length;
    }

    private String fieldOf(Object object) {
        Map.Entry<String, Field> field = firstFieldOf(object);
        return field == null ? null : field.getKey();
    }

    boolean isInVolatileField(Object object) {
        Map.Entry<String, Field> field = firstFieldOf(object);
        return field != null && Modifier.isVolatile(field.getValue().getModifiers());
    }

    /** Several fields may refer to it: always gives the same one of them. */
    private Map.Entry<String, Field> firstFieldOf(Object object) {
        TreeMap<String, Field> found = new TreeMap<>();
        for (Object owner : detector.known()) {
            search(owner.getClass(), owner, object, found);
        }
        detector.initialized.forEach(type -> search(type, null, object, found));
        return found.firstEntry();
    }

    private void search(Class<?> lowest, Object owner, Object wanted, TreeMap<String, Field> found) {
        for (Class<?> type = lowest; type != null && detector.isUnderTest(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                boolean isStatic = Modifier.isStatic(field.getModifiers());
                boolean matters = !field.getType().isPrimitive() && !field.isSynthetic() && isStatic == (owner == null);
                if (matters && field.trySetAccessible() && valueOf(field, owner) == wanted) {
                    found.put(simple(type.getName()) + "." + field.getName(), field);
                }
            }
        }
    }

    private static Object valueOf(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new AssertionError("has been made accessible", e);
        }
    }

    /** "Entry" for "workshop.memo4.Memo$Entry", and "Entry.value" for "workshop/memo4/Memo$Entry.value". */
    static String simple(String name) {
        int end = name.lastIndexOf(name.indexOf('/') < 0 ? '.' : '/');
        return name.substring(end + 1).replaceFirst(".+\\$(?=\\D)", "");
    }
}

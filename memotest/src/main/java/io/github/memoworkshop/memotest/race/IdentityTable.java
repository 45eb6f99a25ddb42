package io.github.memoworkshop.memotest.race;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Keeps something about each object, told apart by identity, and forgets it with the object: a memo over weak or soft
 * references must behave while watched as it does otherwise. Not thread safe; the {@link Detector} guards it.
 */
final class IdentityTable<V> {

    private final Map<Key, V> entries = new HashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

    private static final class Key extends WeakReference<Object> {

        private final int hash;

        Key(Object object, ReferenceQueue<Object> queue) {
            super(object, queue);
            hash = System.identityHashCode(object);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Key key && key.get() != null && key.get() == get();
        }
    }

    /** What is known of the object, or null. */
    V get(Object object) {
        return entries.get(new Key(object, null));
    }

    V get(Object object, Function<Object, V> create) {
        for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
            entries.remove(gone);
        }
        return entries.computeIfAbsent(new Key(object, collected), key -> create.apply(object));
    }

    void forEach(BiConsumer<Object, V> action) {
        entries.forEach((key, value) -> {
            Object object = key.get();
            if (object != null) {
                action.accept(object, value);
            }
        });
    }
}

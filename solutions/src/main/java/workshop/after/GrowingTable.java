package workshop.after;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A hash table from which nothing is ever removed, so that looking something up takes no lock: one array, in which each
 * key is followed by its value. Collisions are resolved by linear probing (Knuth, <i>The Art of Computer
 * Programming</i>, volume 3, section 6.4, algorithm L), and at most half of the array is in use.
 *
 * <p>Thread safe. The value is written before its key, which is written as a release and read as an acquire: whoever
 * sees the key sees its value, too (see {@link VarHandle}). Who looks into an array that has just been replaced may
 * miss the newest keys.
 *
 * @param <K> what is looked up
 * @param <V> what is found, never {@code null}
 */
final class GrowingTable<K, V> {

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

    private volatile Object[] table = new Object[32];
    private int size;

    /** The value of this key, or null if there is none. */
    @SuppressWarnings("unchecked")
    V get(K key) {
        Object[] slots = table;
        int slot = find(key, slots);
        return slot < 0 ? null : (V) slots[slot + 1];
    }

    /** Stores the value of a key that has none. */
    synchronized void put(K key, V value) {
        Object[] old = table;
        Object[] slots = old;
        if (4 * ++size > old.length) {
            slots = new Object[2 * old.length];
            for (int slot = 0; slot < old.length; slot += 2) {
                if (old[slot] != null) {
                    store(old[slot], old[slot + 1], slots);
                }
            }
        }
        store(key, value, slots);
        table = slots;
    }

    private static void store(Object key, Object value, Object[] slots) {
        int slot = ~find(key, slots);
        slots[slot + 1] = value;
        SLOT.setRelease(slots, slot, key);
    }

    /** The slot of this key; or, if it is not there, {@code ~slot} of the one where it may be stored. */
    private static int find(Object key, Object[] slots) {
        int hash = key.hashCode();
        for (int slot = 2 * (hash ^ hash >>> 16);; slot += 2) {
            slot &= slots.length - 1;
            Object there = SLOT.getAcquire(slots, slot);
            if (there == null) {
                return ~slot;
            }
            if (there.equals(key)) {
                return slot;
            }
        }
    }
}

// misconception: Where two callers split a leaf at the same time, the branch of one replaces that of the other.
// caught by: IsThreadSafe
// says: What one caller stores does not get lost when another one stores, too.
package workshop.memo3;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Concurrent hash trie: sixteen children per branch, four bits of the hash per level. */
public final class Memo<K, V> implements Memoizer<K, V> {

    private static final int BITS = 4;
    private static final int FAN = 1 << BITS;

    private static final class Branch extends AtomicReferenceArray<Object> {
        private static final long serialVersionUID = 1L;

        private Branch() {
            super(FAN);
        }
    }

    /** One key and, behind it, other keys of exactly that hash. */
    private record Leaf<K, V>(int hash, K key, V value, Exception exception, Leaf<K, V> next) {
        Leaf<K, V> before(Leaf<K, V> other) {
            return new Leaf<>(hash, key, value, exception, other);
        }

        Leaf<K, V> find(int wanted, Object asked) {
            if (hash != wanted) {
                return null;
            }
            for (Leaf<K, V> leaf = this; leaf != null; leaf = leaf.next) {
                if (leaf.key.equals(asked)) {
                    return leaf;
                }
            }
            return null;
        }

        V open() throws Exception {
            if (exception != null) {
                throw exception;
            }
            return value;
        }
    }

    private final Fetch<K, V> fetch;
    private final Branch root = new Branch();

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        Leaf<K, V> leaf = find(key);
        if (leaf == null) {
            leaf = putIfAbsent(attempt(key));
        }
        return leaf.open();
    }

    private Leaf<K, V> attempt(K key) {
        int hash = key.hashCode();
        try {
            return new Leaf<>(hash, key, fetch.fetch(key), null, null);
        } catch (Exception e) {
            return new Leaf<>(hash, key, null, e, null);
        }
    }

    private static int index(int hash, int shift) {
        return (hash >>> shift) & (FAN - 1);
    }

    @SuppressWarnings("unchecked")
    private Leaf<K, V> find(K key) {
        int hash = key.hashCode();
        int shift = 0;
        Object node = root;
        while (node instanceof Branch) {
            node = ((Branch) node).get(index(hash, shift));
            shift += BITS;
        }
        return node == null ? null : ((Leaf<K, V>) node).find(hash, key);
    }

    @SuppressWarnings("unchecked")
    private Leaf<K, V> putIfAbsent(Leaf<K, V> fresh) {
        int hash = fresh.hash();
        int shift = 0;
        Branch branch = root;
        while (true) {
            int i = index(hash, shift);
            Object kid = branch.get(i);
            if (kid == null) {
                if (branch.compareAndSet(i, null, fresh)) {
                    return fresh;
                }
            } else if (kid instanceof Branch) {
                branch = (Branch) kid;
                shift += BITS;
            } else {
                Leaf<K, V> leaf = (Leaf<K, V>) kid;
                if (leaf.hash() == hash) {
                    Leaf<K, V> known = leaf.find(hash, fresh.key());
                    if (known != null) {
                        return known;
                    }
                    Leaf<K, V> both = fresh.before(leaf);
                    if (branch.compareAndSet(i, leaf, both)) {
                        return both;
                    }
                } else { // make room: the leaf moves down one level
                    Branch deeper = new Branch();
                    deeper.set(index(leaf.hash(), shift + BITS), leaf);
                    branch.set(i, deeper);
                }
            }
        }
    }
}

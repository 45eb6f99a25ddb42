// tries: to attach an agent to the process
// stopped by: uses com.sun.tools.attach.VirtualMachine
package workshop.memo1;

import io.github.memoworkshop.memotest.Fetch;
import io.github.memoworkshop.memotest.Memoizer;
import com.sun.tools.attach.VirtualMachine;

public final class Memo<K, V> implements Memoizer<K, V> {

    private final Fetch<K, V> fetch;

    public Memo(Fetch<K, V> fetch) {
        this.fetch = fetch;
    }

    @Override
    public V get(K key) throws Exception {
        VirtualMachine.attach("1").loadAgent("agent.jar");
        return null;
    }
}

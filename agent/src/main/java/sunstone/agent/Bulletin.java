package sunstone.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The newest view of every scan, for the live page and for whoever waits for an end. The loop writes, any thread reads.
 */
public final class Bulletin {
    /** Scans that stay visible; the one that changed longest ago goes first. */
    private static final int MOST_SCANS = 16;

    private final Map<String, ScanView> views = new LinkedHashMap<>();
    private final List<Consumer<ScanView>> listeners = new CopyOnWriteArrayList<>();

    /** Calls back with every new view, on the loop's thread: the listener must return at once. */
    public void subscribe(Consumer<ScanView> listener) {
        listeners.add(listener);
    }

    /** Ends a subscription. */
    public void unsubscribe(Consumer<ScanView> listener) {
        listeners.remove(listener);
    }

    void post(ScanView view) {
        synchronized (views) {
            views.remove(view.scan().scanId()); // so that it goes to the end
            views.put(view.scan().scanId(), view);
            if (views.size() > MOST_SCANS) {
                views.remove(views.keySet().iterator().next());
            }
        }
        listeners.forEach(l -> l.accept(view));
    }

    /** The newest view of a scan. */
    public Optional<ScanView> of(String scanId) {
        synchronized (views) {
            return Optional.ofNullable(views.get(scanId));
        }
    }

    /** All views, the one that changed last at the end. */
    public List<ScanView> all() {
        synchronized (views) {
            return new ArrayList<>(views.values());
        }
    }
}

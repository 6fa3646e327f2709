package sunstone.agent.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The newest view of every scan and the newest notes, for people and for whoever waits for an end. Every post has a
 * number, so that a reader who was away can ask for what is new. The loop writes, any thread reads.
 */
public final class ScanViews {
    private static final long DEFAULT_CLOSED_BYTES = 256L << 20;
    private static final int MOST_CLOSED = 500;
    private static final int MOST_NOTES = 500;
    private static final int MOST_DEAD_LETTERS = 100;

    private final Map<String, Posted<ScanView>> views = new LinkedHashMap<>();
    private final Deque<Posted<ActivityNote>> notes = new ArrayDeque<>();
    private final Deque<DeadLetter> deadLetters = new ArrayDeque<>();
    private final List<Consumer<ScanView>> listeners = new CopyOnWriteArrayList<>();
    private final long closedBytes;
    private long posts;

    /** Views of a small process. */
    public ScanViews() {
        this(DEFAULT_CLOSED_BYTES);
    }

    /**
     * Views. Open scans stay visible; of the closed ones that changed last as many as fit.
     *
     * @param closedBytes heap that the views of closed scans may keep alive
     */
    public ScanViews(long closedBytes) {
        this.closedBytes = closedBytes;
    }

    /** A post and its number; later ones have higher numbers. */
    public record Posted<T>(long number, T content) {}

    /** Calls back with every new view, on the loop's thread: the listener must return at once. */
    public void subscribe(Consumer<ScanView> listener) {
        listeners.add(listener);
    }

    /** Ends a subscription. */
    public void unsubscribe(Consumer<ScanView> listener) {
        listeners.remove(listener);
    }

    public void post(ScanView view) {
        synchronized (views) {
            views.remove(view.scan().scanId()); // so that it goes to the end
            views.put(view.scan().scanId(), new Posted<>(++posts, view));
            if (view.closed()) {
                forget();
            }
        }
        listeners.forEach(l -> l.accept(view));
    }

    /** Lets go of closed scans, the one that changed longest ago first. */
    private void forget() {
        List<ScanView> closed = views.values().stream()
                .map(Posted::content)
                .filter(ScanView::closed)
                .toList();
        long bytes = closed.stream().mapToLong(ScanView::bytes).sum();
        int count = closed.size();
        for (ScanView view : closed) {
            if (bytes <= closedBytes && count <= MOST_CLOSED) {
                return;
            }
            views.remove(view.scan().scanId());
            bytes -= view.bytes();
            count--;
        }
    }

    /** Gives the view of a scan a new number, because what is told with it has changed. */
    public void again(String scanId) {
        synchronized (views) {
            views.computeIfPresent(scanId, (k, p) -> new Posted<>(++posts, p.content()));
        }
    }

    /** Adds a note; of too many, what happened longest ago goes. */
    public void note(ActivityNote note) {
        synchronized (views) {
            notes.add(new Posted<>(++posts, note));
            if (notes.size() > MOST_NOTES) {
                notes.remove(Collections.min(
                        notes, Comparator.comparing(p -> p.content().at())));
            }
        }
    }

    /** Forgets the notes of a scan. */
    public void forgetNotes(String scanId) {
        synchronized (views) {
            notes.removeIf(p -> scanId.equals(p.content().scanId()));
        }
    }

    public void deadLetter(DeadLetter letter) {
        synchronized (views) {
            deadLetters.add(letter);
            if (deadLetters.size() > MOST_DEAD_LETTERS) {
                deadLetters.remove();
            }
        }
    }

    /** The newest view of a scan. */
    public Optional<ScanView> of(String scanId) {
        return posted(scanId).map(Posted::content);
    }

    /** The newest view of a scan with its number. */
    public Optional<Posted<ScanView>> posted(String scanId) {
        synchronized (views) {
            return Optional.ofNullable(views.get(scanId));
        }
    }

    /** All views, the one that changed last at the end. */
    public List<ScanView> all() {
        return viewsSince(0).stream().map(Posted::content).toList();
    }

    /** Views with a higher number, the one that changed last at the end. */
    public List<Posted<ScanView>> viewsSince(long number) {
        synchronized (views) {
            return views.values().stream().filter(p -> p.number() > number).toList();
        }
    }

    /** Notes with a higher number, the newest at the end. */
    public List<Posted<ActivityNote>> notesSince(long number) {
        synchronized (views) {
            return notes.stream().filter(p -> p.number() > number).toList();
        }
    }

    /** The newest dead letters, the last at the end. */
    public List<DeadLetter> deadLetters() {
        synchronized (views) {
            return new ArrayList<>(deadLetters);
        }
    }
}

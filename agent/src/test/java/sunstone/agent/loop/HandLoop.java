package sunstone.agent.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An event loop without a thread: work is done when the test says so, time goes by when the test turns the clock. */
final class HandLoop implements EventLoop {
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final List<Later> timers = new ArrayList<>();
    private Instant now;

    private record Later(Instant due, Runnable work) {}

    HandLoop(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    @Override
    public void run(Runnable work) {
        queue.add(work);
    }

    @Override
    public Timer later(Duration delay, Runnable work) {
        Later later = new Later(now.plus(delay), work);
        timers.add(later);
        return () -> timers.remove(later);
    }

    /** Does all work that waits, and what that leads to. */
    void turn() {
        for (Runnable work = queue.poll(); work != null; work = queue.poll()) {
            work.run();
        }
    }

    /** Lets time go by; timers go off in their order. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        while (true) {
            Later next = timers.stream()
                    .filter(t -> !t.due().isAfter(end))
                    .min(Comparator.comparing(Later::due))
                    .orElse(null);
            if (next == null) {
                break;
            }
            timers.remove(next);
            now = next.due().isAfter(now) ? next.due() : now;
            next.work().run();
            turn();
        }
        now = end;
        turn();
    }
}

package sunstone.agent.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Turns of threads on one device, which does one piece of work at a time. Each thread gets the same share of its time, whatever the
 * size of the pieces: start-time fair queueing (Goyal, Vin and Cheng 1996, IEEE/ACM Trans. Networking 5, 690), where the one goes
 * first that has had least. A thread that comes back after a while has saved up nothing. So a round of short pieces takes twice its time
 * beside one of long pieces, instead of waiting for each of these.
 */
final class DeviceTurns {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Thread, Long> used = new HashMap<>(); // virtual time at which a thread has had its share, ns
    private final List<Turn> waiting = new ArrayList<>();
    private long now; // virtual time, ns
    private boolean busy;

    /** A turn that is waited for; the virtual time from which on it is due. */
    private static final class Turn {
        private final long start;

        Turn(long start) {
            this.start = start;
        }
    }

    /** Waits until the device is this thread's; to be given back with {@link #end}. */
    void begin() {
        lock.lock();
        try {
            Turn mine = new Turn(Math.max(now, used.getOrDefault(Thread.currentThread(), now)));
            waiting.add(mine);
            while (busy || first() != mine) {
                changed.awaitUninterruptibly();
            }
            take(mine);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #begin}, ahead of all who wait; false if the device is not free within a time. */
    boolean begin(long seconds) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(seconds);
        lock.lock();
        try {
            Turn mine = new Turn(Long.MIN_VALUE);
            waiting.add(mine);
            while (busy && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (busy) {
                waiting.remove(mine);
                return false;
            }
            take(mine);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Turn first() {
        Turn first = waiting.get(0);
        for (Turn t : waiting) {
            first = t.start < first.start ? t : first;
        }
        return first;
    }

    private void take(Turn mine) {
        waiting.remove(mine);
        now = Math.max(now, mine.start);
        busy = true;
    }

    /**
     * Gives the device back.
     *
     * @param ns time that it was used, nanoseconds
     */
    void end(long ns) {
        lock.lock();
        try {
            used.values().removeIf(finish -> finish <= now); // they would begin now anyway
            used.put(Thread.currentThread(), now + ns);
            busy = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Pieces of work that wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}

package sunstone.agent.loop;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that never goes back: when the wall clock is set back, it goes on at the pace of a second, monotonic clock
 * until the wall clock has caught up. Set forward, it follows. Any thread may read it.
 */
public final class SteadyClock extends Clock {
    private final Clock wall;
    private final LongSupplier nanoTime;
    private Instant last;
    private long lastNanos;

    /**
     * Steadies a clock.
     *
     * @param nanoTime a monotonic clock, nanoseconds, as {@link System#nanoTime}
     */
    public SteadyClock(Clock wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.last = wall.instant();
        this.lastNanos = nanoTime.getAsLong();
    }

    @Override
    public synchronized Instant instant() {
        long nanos = nanoTime.getAsLong();
        Instant steady = last.plusNanos(nanos - lastNanos);
        Instant now = wall.instant();
        last = now.isAfter(steady) ? now : steady;
        lastNanos = nanos;
        return last;
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SteadyClock(wall.withZone(zone), nanoTime);
    }
}

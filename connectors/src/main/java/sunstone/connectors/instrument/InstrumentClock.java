package sunstone.connectors.instrument;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The microscope's time: it passes as the microscope works, and the wall's time follows at a chosen pace.
 *
 * <p>Pauses aim at the time that should have passed since the start, not at the length of one step: they neither pile
 * up rounding nor fall behind for good. Pace comes from a monotonic source, hence a jump of the wall clock does
 * nothing.
 *
 * <p>Not thread-safe: the thread that runs the microscope owns it.
 */
public final class InstrumentClock {
    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void nanos(long nanos) throws InterruptedException;
    }

    private final Instant start;
    private final double factor;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private final long origin;
    private double elapsedMs;

    InstrumentClock(Instant start, double factor, LongSupplier nanoTime, Pause pause) {
        if (!(factor > 0)) { // this form also rejects NaN
            throw new IllegalArgumentException("pace must be above 0: " + factor);
        }
        this.start = start;
        this.factor = factor;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.origin = nanoTime.getAsLong();
    }

    /** {@code factor} seconds of the microscope pass in one of the wall's; infinity is {@link #unpaced}. */
    public static InstrumentClock accelerated(Instant start, double factor) {
        return new InstrumentClock(
                start, factor, System::nanoTime, n -> java.util.concurrent.TimeUnit.NANOSECONDS.sleep(n));
    }

    /** As fast as possible: no pauses, but the microscope's time still counts. */
    public static InstrumentClock unpaced(Instant start) {
        return accelerated(start, Double.POSITIVE_INFINITY);
    }

    /** Lets the microscope work for a while. */
    public void spend(double millis) throws InterruptedException {
        if (!(millis >= 0)) {
            throw new IllegalArgumentException("time cannot run backwards: " + millis + " ms");
        }
        elapsedMs += millis;
        long due = origin + (long) (elapsedMs * 1e6 / factor) - nanoTime.getAsLong();
        if (due > 0 && factor < Double.POSITIVE_INFINITY) {
            pause.nanos(due);
        }
    }

    /**
     * Lets wall time count while the microscope waits for commands: its time catches up with the wall's at the chosen
     * pace. An unpaced clock stands still.
     */
    public void idle() {
        if (factor < Double.POSITIVE_INFINITY) {
            elapsedMs = Math.max(elapsedMs, (nanoTime.getAsLong() - origin) * factor / 1e6);
        }
    }

    /** Time that the microscope has worked or waited, milliseconds. */
    public double elapsedMillis() {
        return elapsedMs;
    }

    /** Its date and time. */
    public Instant now() {
        return start.plus(Duration.ofNanos((long) (elapsedMs * 1e6)));
    }
}

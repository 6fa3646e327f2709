package sunstone.connectors.instrument;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;

/** Scans and jobs for tests of instruments, without Kafka. */
public final class Jobs {
    private Jobs() {}

    /** A scan of 10 x 12 pixels of titanium and beta titanium in steps of half a micrometre. */
    public static ScanOpened scan() {
        return new ScanOpened(
                "scan",
                "specimen",
                1,
                10,
                12,
                0.5,
                List.of(new ScanOpened.Phase(1, "Titanium", "6/mmm"), new ScanOpened.Phase(2, "Beta", "m-3m")),
                new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), "x right, y down"),
                new ScanOpened.Pl(0, 360, 10, 12),
                ScanOpened.Budget.none(),
                null,
                null);
    }

    /** A job that keeps what it is given. */
    public static final class Kept implements JobInstrument.Run {
        /** Results in the order of their coming. */
        public final List<Measurement> results = new ArrayList<>();

        private volatile @Nullable String cut;
        private volatile int pauses;
        private final Semaphore looks;

        /** A job whose instrument looks as often as it likes. */
        public Kept() {
            this(Integer.MAX_VALUE);
        }

        /** A job whose instrument may wait so many times, and then until {@link #goOn}. */
        public Kept(int looks) {
            this.looks = new Semaphore(looks);
        }

        /** Lets the instrument wait as often as it likes. */
        public void goOn() {
            looks.release(Integer.MAX_VALUE / 2);
        }

        /** Ends the job. */
        public void cutBy(String reason) {
            cut = reason;
        }

        /** How often the instrument has waited. */
        public int pauses() {
            return pauses;
        }

        @Override
        public void take(Measurement result) {
            results.add(result);
        }

        @Override
        public void flush() {}

        @Override
        public @Nullable String cut() {
            return cut;
        }

        @Override
        public @Nullable String pause(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            pauses++;
            looks.acquire();
            return cut;
        }
    }
}

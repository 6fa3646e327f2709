package sunstone.agent.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.slf4j.LoggerFactory;

/**
 * Runs damaged input through readers: {@code -Dfuzz.cases=N} cases of each kind (10,000 unless told), every one with a
 * seed of its own, so that {@code -Dfuzz.first=SEED -Dfuzz.cases=1} runs one again. A case fails if it throws, if it
 * takes longer than {@link #LONGEST_MS} of processor time, or if it allocates more than its kind is allowed.
 */
public final class Fuzz {
    /** Cases of one kind. */
    public static final int CASES = Integer.getInteger("fuzz.cases", 10_000);

    /** Processor time of one case at most, milliseconds: far above any real one, far below a hang. */
    private static final long LONGEST_MS = 5000;

    private static final int FIRST = Integer.getInteger("fuzz.first", 1);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Fuzz() {}

    /** One case. */
    public interface Case {
        /** Says whether the input was taken. */
        boolean run(SplittableRandom random) throws Exception;
    }

    /**
     * Runs the cases.
     *
     * @param mostBytes that one case may allocate
     * @return share of the cases whose input was taken in spite of the damage
     */
    public static double run(String kind, int cases, long mostBytes, Case c) {
        int taken = 0;
        ((Logger) LoggerFactory.getLogger("sunstone")).setLevel(Level.ERROR); // a line for every case would be too many
        java.util.logging.Logger.getLogger("org.yaml.snakeyaml").setLevel(java.util.logging.Level.OFF);
        for (int seed = FIRST; seed < FIRST + cases; seed++) {
            long bytes = THREADS.getCurrentThreadAllocatedBytes();
            long nanos = THREADS.getCurrentThreadCpuTime();
            String again = kind + ", again with -Dfuzz.first=" + seed + " -Dfuzz.cases=1";
            try {
                taken += c.run(new SplittableRandom(seed)) ? 1 : 0;
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(again + ": an exception escaped", e);
            }
            long ms = (THREADS.getCurrentThreadCpuTime() - nanos) / 1_000_000;
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
            if (seed > FIRST && ms > LONGEST_MS) { // the first one loads classes
                throw new AssertionError(again + ": it took " + ms + " ms of processor time");
            }
            if (seed > FIRST && allocated > mostBytes) {
                throw new AssertionError(again + ": it allocated " + allocated + " bytes, allowed are " + mostBytes);
            }
        }
        return (double) taken / cases;
    }
}

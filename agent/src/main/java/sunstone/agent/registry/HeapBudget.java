package sunstone.agent.registry;

import java.util.Collection;
import java.util.Optional;
import sunstone.agent.scan.Scan;

/**
 * Heap that open scans may take, all together. What a scan takes is estimated from what it announces, so that one
 * that does not fit is refused while there is still room for the others.
 *
 * @param bytes of all scans
 * @param members of an ensemble
 */
public record HeapBudget(long bytes, int members) {
    /** Flags of points, decisions and regions; the map (four doubles, a float, a flag). */
    private static final long STATE = 48;
    /** One member: four floats. */
    private static final long MEMBER = 16;
    /** Sums of the fit (five doubles), its result and noise. */
    private static final long LIGHT = 100;
    /** Of a round that runs, besides two ensembles: candidates, light on another raster, tiles of the network. */
    private static final long WORK = 400;

    private static final double SHARE_OF_HEAP = 0.7;

    /** No limit, for scans that are made again one at a time. */
    public static HeapBudget unlimited() {
        return new HeapBudget(Long.MAX_VALUE / 2, 0);
    }

    /** What this process has for scans. */
    public static HeapBudget ofProcess(int members) {
        return new HeapBudget((long) (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory()), members);
    }

    /** Bytes that an open scan takes between its rounds; a frame keeps a byte a pixel for people to look at. */
    public long resting(Scan scan) {
        long light = scan.plFrames() == 0 ? 0 : LIGHT + scan.plFrames();
        return scan.grid().size() * (STATE + MEMBER * members + light);
    }

    /** Bytes that a round of it takes besides. */
    private long working(Scan scan) {
        return scan.grid().size() * (2 * MEMBER * members + WORK);
    }

    /** Whether rounds of some scans may run beside each other. One alone always may: its scan was admitted with it. */
    public boolean holds(Collection<Scan> open, Collection<Scan> atWork) {
        return open.stream().mapToLong(this::resting).sum()
                        + atWork.stream().mapToLong(this::working).sum()
                <= bytes;
    }

    /**
     * Why a scan cannot be opened beside others, with one round at a time.
     *
     * @return one line with what it needs, what is taken and what there is; empty if it fits
     */
    public Optional<String> refusal(Scan wanted, Collection<Scan> open) {
        long taken = open.stream().mapToLong(this::resting).sum();
        long work = Math.max(
                working(wanted), open.stream().mapToLong(this::working).max().orElse(0));
        long needed = resting(wanted) + work;
        return taken + needed <= bytes
                ? Optional.empty()
                : Optional.of("a scan of " + wanted.grid().rows() + " x "
                        + wanted.grid().cols() + " with "
                        + wanted.plFrames() + " PL frames needs " + megabytes(needed) + ", and " + megabytes(taken)
                        + " of "
                        + megabytes(bytes) + " are taken by " + open.size()
                        + " open scans: close some, or give the agent more memory (-Xmx)");
    }

    private static String megabytes(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + " MB";
    }
}

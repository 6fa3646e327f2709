package sunstone.agent.policy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import sunstone.models.map.ScanGrid;

/** Collects the candidates of one call and fills in what every policy states alike. */
public final class Batch {
    private final PolicyInput in;
    private final int count;
    private final int wanted;
    private final boolean[] taken;
    private final Map<Integer, Choice> choices = new LinkedHashMap<>();

    private record Choice(double gainDeg, String why) {}

    public Batch(PolicyInput in, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0: " + count);
        }
        this.in = in;
        this.count = count;
        this.taken = new boolean[in.visited().length];
        int n = 0;
        for (int i = 0; i < taken.length; i++) {
            n += in.snapshot().wanted(i) ? 1 : 0;
        }
        this.wanted = Math.max(1, n);
    }

    public boolean full() {
        return choices.size() >= count;
    }

    public boolean isEmpty() {
        return choices.isEmpty();
    }

    /** How many are still to be found. */
    public int missing() {
        return count - choices.size();
    }

    /** Number of pixels that the map is made of, at least 1. */
    public int wanted() {
        return wanted;
    }

    /** Whether a pixel may still be taken. */
    public boolean open(int pixel) {
        return !taken[pixel] && in.open(pixel);
    }

    /** The pixels taken so far. */
    public IntStream pixels() {
        return choices.keySet().stream().mapToInt(p -> p);
    }

    /** Takes an open pixel whose gain is not known: its own share of the mean uncertainty is the least it can be. */
    public void take(int pixel, String why, Object... args) {
        takeFor(pixel, in.posterior().uncertaintyDeg()[pixel] / wanted, why, args);
    }

    /** Takes an open pixel for the fall of the map's mean uncertainty that is expected of it, degrees. */
    public void takeFor(int pixel, double gainDeg, String why, Object... args) {
        choices.put(pixel, new Choice(gainDeg, String.format(Locale.ROOT, why, args)));
        taken[pixel] = true;
    }

    /** Takes those of a sequence of pixels that are open, until the batch is full. */
    public void takeOpen(IntStream pixels, String why, Object... args) {
        PrimitiveIterator.OfInt next = pixels.iterator();
        while (!full() && next.hasNext()) {
            int pixel = next.nextInt();
            if (open(pixel)) {
                take(pixel, why, args);
            }
        }
    }

    /** The candidates as they were taken. */
    public List<Candidate> candidates() {
        return candidates(pixels().toArray());
    }

    /** The candidates in the order of a short way from where the beam stands. */
    public List<Candidate> alongShortPath() {
        return candidates(ShortPath.order(in.snapshot().grid(), in.travel(), in.beam(), pixels().toArray()));
    }

    private List<Candidate> candidates(int[] order) {
        ScanGrid grid = in.snapshot().grid();
        List<Candidate> candidates = new ArrayList<>();
        int position = in.beam();
        for (int pixel : order) {
            Choice c = requireNonNull(choices.get(pixel));
            candidates.add(new Candidate(
                    pixel / grid.cols(),
                    pixel % grid.cols(),
                    in.posterior().uncertaintyDeg()[pixel],
                    c.gainDeg,
                    in.travel().ms(grid, position, pixel),
                    c.why));
            position = pixel;
        }
        return candidates;
    }
}

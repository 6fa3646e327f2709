package sunstone.agent.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sunstone.models.map.ScanGrid;

/** Collects the candidates of one call and fills in what every policy states alike. */
final class Batch {
    private final PolicyInput in;
    private final int count;
    private final int wanted;
    private final boolean[] taken;
    private final List<Candidate> candidates = new ArrayList<>();
    private int position;

    Batch(PolicyInput in, int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be at least 0: " + count);
        }
        this.in = in;
        this.count = count;
        this.taken = new boolean[in.visited().length];
        this.position = in.position();
        int n = 0;
        for (int i = 0; i < taken.length; i++) {
            n += in.snapshot().wanted(i) ? 1 : 0;
        }
        this.wanted = Math.max(1, n);
    }

    boolean full() {
        return candidates.size() >= count;
    }

    /** How many are still to be found. */
    int missing() {
        return count - candidates.size();
    }

    /** Whether a pixel may still be taken. */
    boolean open(int pixel) {
        return !taken[pixel] && in.open(pixel);
    }

    /** Takes an open pixel. */
    void take(int pixel, String why, Object... args) {
        ScanGrid grid = in.snapshot().grid();
        double uncertainty = in.posterior().uncertaintyDeg()[pixel];
        candidates.add(new Candidate(
                pixel / grid.cols(),
                pixel % grid.cols(),
                uncertainty,
                uncertainty / wanted,
                in.travel().ms(grid, position, pixel),
                String.format(Locale.ROOT, why, args)));
        taken[pixel] = true;
        position = pixel;
    }

    List<Candidate> candidates() {
        return List.copyOf(candidates);
    }
}

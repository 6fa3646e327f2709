package sunstone.agent.policy.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.ScanGrid;

/**
 * Square grids about the map centre, each half as dense again as the one before: a lattice of spacing s, then the
 * centres of its squares, then spacing s/2 and so on, so that any number of points is about evenly spread. Within a
 * level the order jumps about (bit-reversed Morton order), so that an unfinished level is spread as well.
 */
final class GridPolicy implements AcquisitionPolicy {
    @Override
    public String name() {
        return "grid";
    }

    @Override
    public String description() {
        return "regular grid from the centre, refined level by level";
    }

    @Override
    public boolean adaptive() {
        return false;
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        ScanGrid grid = in.snapshot().grid();
        Batch batch = new Batch(in, count);
        int top = 32 - Integer.numberOfLeadingZeros(Math.max(grid.rows(), grid.cols()) - 1);
        for (int level = top; level >= 0 && !batch.full(); level--) {
            int step = 1 << level;
            level(grid, batch, step, 0, "node of the grid with %d px spacing");
            if (step > 1) {
                level(grid, batch, step, step / 2, "between four nodes of the grid with %d px spacing");
            }
        }
        return batch.candidates();
    }

    /** Nodes at centre + offset + multiples of step. */
    private static void level(ScanGrid grid, Batch batch, int step, int offset, String why) {
        if (batch.full()) {
            return;
        }
        int row0 = Math.floorMod(grid.rows() / 2 + offset, step);
        int col0 = Math.floorMod(grid.cols() / 2 + offset, step);
        List<int[]> nodes = new ArrayList<>();
        for (int row = row0, r = 0; row < grid.rows(); row += step, r++) {
            for (int col = col0, c = 0; col < grid.cols(); col += step, c++) {
                int pixel = grid.index(row, col);
                if (batch.open(pixel)) {
                    nodes.add(new int[] {pixel, Integer.reverse(spread(r) | spread(c) << 1)});
                }
            }
        }
        nodes.sort(Comparator.<int[]>comparingLong(n -> Integer.toUnsignedLong(n[1]))
                .thenComparingInt(n -> n[0]));
        batch.takeOpen(nodes.stream().mapToInt(n -> n[0]), why, step);
    }

    /** The lower 16 bits at the even places. */
    private static int spread(int v) {
        int x = v & 0xFFFF;
        x = (x | x << 8) & 0x00FF00FF;
        x = (x | x << 4) & 0x0F0F0F0F;
        x = (x | x << 2) & 0x33333333;
        return (x | x << 1) & 0x55555555;
    }
}

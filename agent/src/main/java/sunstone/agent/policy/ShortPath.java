package sunstone.agent.policy;

import sunstone.models.map.ScanGrid;

/**
 * A short open path through some pixels: always to the nearest one first, then 2-opt (Croes, Oper. Res. 6 (1958) 791):
 * stretches are turned round as long as that makes the path shorter.
 */
final class ShortPath {
    private static final double LEAST_MS = 1e-9;

    private ShortPath() {}

    /**
     * The pixels in the order of the path.
     *
     * @param start where it begins; not part of the result
     */
    static int[] order(ScanGrid grid, Travel travel, int start, int[] pixels) {
        int[] path = nearestFirst(grid, travel, start, pixels);
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int i = 0; i < path.length - 1; i++) {
                int before = i == 0 ? start : path[i - 1];
                for (int j = i + 1; j < path.length; j++) {
                    double saved = travel.ms(grid, before, path[i]) - travel.ms(grid, before, path[j]);
                    if (j + 1 < path.length) { // the path is open: behind its end nothing changes
                        saved += travel.ms(grid, path[j], path[j + 1]) - travel.ms(grid, path[i], path[j + 1]);
                    }
                    if (saved > LEAST_MS) {
                        turn(path, i, j);
                        shorter = true;
                    }
                }
            }
        }
        return path;
    }

    private static int[] nearestFirst(ScanGrid grid, Travel travel, int start, int[] pixels) {
        int[] path = pixels.clone();
        int at = start;
        for (int i = 0; i < path.length; i++) {
            int nearest = i;
            for (int j = i + 1; j < path.length; j++) {
                if (travel.ms(grid, at, path[j]) < travel.ms(grid, at, path[nearest])) {
                    nearest = j;
                }
            }
            turn(path, i, nearest);
            at = path[i];
        }
        return path;
    }

    private static void turn(int[] path, int from, int to) {
        for (int i = from, j = to; i < j; i++, j--) {
            int kept = path[i];
            path[i] = path[j];
            path[j] = kept;
        }
    }
}

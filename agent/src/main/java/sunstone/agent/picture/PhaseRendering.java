package sunstone.agent.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import sunstone.models.map.ScanGrid;

/** Phases of a map, each in a colour of its own: what nobody has measured takes the phase of the nearest measurement. */
public final class PhaseRendering {
    private static final int UNKNOWN = -1;
    private static final int[] COLOURS = {0x3a3e45, 0x7fb7ff, 0xffb454, 0x7fd1a4, 0xd58cff, 0xff7a6b, 0xfff3a0};

    private PhaseRendering() {}

    /** Colour of a phase, RGB, by its number in the announcement, from 1; 0 for not indexed. */
    public static int colour(int number) {
        return number < COLOURS.length ? COLOURS[number] : COLOURS[1 + (number - 1) % (COLOURS.length - 1)];
    }

    /** Measured phases of a raster, none yet: shape [rows * cols], to be filled with numbers of {@link #colour}. */
    public static int[] nothing(ScanGrid grid) {
        int[] found = new int[grid.size()];
        Arrays.fill(found, UNKNOWN);
        return found;
    }

    /**
     * The picture.
     *
     * @param found numbers of the measured phases ({@link #nothing}); filled up in place, ring by ring of eight neighbours
     * @param shown which pixels to draw
     */
    public static BufferedImage of(ScanGrid grid, int[] found, boolean[] shown) {
        spread(grid, found);
        int[] colours = new int[found.length];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = shown[i] && found[i] != UNKNOWN ? colour(found[i]) : MapRendering.NOTHING;
        }
        return MapRendering.image(grid, colours);
    }

    private static void spread(ScanGrid grid, int[] found) {
        int[] queue = new int[found.length];
        int last = 0;
        for (int i = 0; i < found.length; i++) {
            if (found[i] != UNKNOWN) {
                queue[last++] = i;
            }
        }
        for (int first = 0; first < last; first++) {
            int row = queue[first] / grid.cols();
            int col = queue[first] % grid.cols();
            for (int k = 0; k < 9; k++) {
                int r = row + k / 3 - 1;
                int c = col + k % 3 - 1;
                if (grid.contains(r, c) && found[grid.index(r, c)] == UNKNOWN) {
                    found[grid.index(r, c)] = found[queue[first]];
                    queue[last++] = grid.index(r, c);
                }
            }
        }
    }
}

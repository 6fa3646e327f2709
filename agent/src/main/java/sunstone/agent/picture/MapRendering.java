package sunstone.agent.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.boundary.BoundaryKind;
import sunstone.models.posterior.boundary.BoundaryMap;

/** Rasters of maps, one image pixel per map pixel, opaque RGB. Pixels without a value are grey. */
public final class MapRendering {
    /** Colour of pixels without a value. */
    static final int NOTHING = 0xc8c8c8;

    private static final int DARK = 0x141518;
    private static final int LIGHT = 0xf0eeea;

    private MapRendering() {}

    /** Orientations by the classic inverse pole figure colours of a sample axis. */
    public static BufferedImage ipf(OrientationMap map, SampleAxis axis) {
        int[] colours = new int[map.grid().size()];
        IpfKey.classic(map.laue()).colours(map.quaternions(), axis, colours);
        for (int i = 0; i < colours.length; i++) {
            colours[i] = map.valid()[i] ? colours[i] & 0xffffff : NOTHING;
        }
        return image(map.grid(), colours);
    }

    /**
     * Numbers by a colour map.
     *
     * @param values one per pixel; NaN is drawn as nothing
     * @param shown which pixels to draw, or null for all
     * @param max value of the upper end of the colour map, above 0; 0 is the lower end
     */
    public static BufferedImage scalar(
            ScanGrid grid, float[] values, boolean @Nullable [] shown, double max, ColourMap map) {
        int[] colours = new int[grid.size()];
        for (int i = 0; i < colours.length; i++) {
            boolean drawn = !Float.isNaN(values[i]) && (shown == null || shown[i]);
            colours[i] = drawn ? map.rgb(values[i] / max) : NOTHING;
        }
        return image(grid, colours);
    }

    /**
     * Polarized light: hue is the azimuth of the c axis modulo 180 degrees (phase of the 2-omega harmonic), brightness
     * its tilt from the surface normal (amplitude of the 4-omega harmonic); c along the normal is black.
     */
    public static BufferedImage polarizedLight(PlImage pl) {
        int n = pl.grid().size();
        float[] h = pl.harmonics();
        int[] colours = new int[n];
        for (int i = 0; i < n; i++) {
            double phase = Math.atan2(h[2 * n + i], h[n + i]);
            double tilt = Math.min(1, Math.hypot(h[3 * n + i], h[4 * n + i]));
            colours[i] = Color.HSBtoRGB((float) (phase / (2 * Math.PI)), 0.8f, (float) Math.sqrt(tilt)) & 0xffffff;
        }
        return image(pl.grid(), colours);
    }

    /** Grain boundaries alone: pixels with another grain to the right or below are grey, the others white. */
    public static BufferedImage boundaries(Grains grains) {
        ScanGrid grid = grains.grid();
        int[] label = grains.labels();
        int[] colours = new int[grid.size()];
        for (int i = 0; i < colours.length; i++) {
            boolean right = (i + 1) % grid.cols() != 0 && label[i] != label[i + 1];
            boolean below = i + grid.cols() < colours.length && label[i] != label[i + grid.cols()];
            colours[i] = right || below ? 0xa0a0a0 : 0xffffff;
        }
        return image(grid, colours);
    }

    /** Boundaries of an ensemble on white: high angle black, low angle blue, twin red. */
    public static BufferedImage boundaries(BoundaryMap map) {
        int[] colours = new int[map.lines().length];
        for (int i = 0; i < colours.length; i++) {
            BoundaryKind kind = map.kind()[i];
            colours[i] = kind == null
                    ? map.lines()[i] ? 0x000000 : 0xffffff
                    : switch (kind) {
                        case HIGH_ANGLE -> 0x000000;
                        case LOW_ANGLE -> 0x0072b2;
                        case TWIN -> 0xd55e00;
                    };
        }
        return image(map.probability().grid(), colours);
    }

    /** Grain boundaries as white lines on a transparent ground, to be laid over another picture of the map. */
    public static BufferedImage boundaryLines(OrientationMap map) {
        ScanGrid grid = map.grid();
        int[] label = Grains.of(map).labels();
        BufferedImage image = new BufferedImage(grid.cols(), grid.rows(), BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < label.length; i++) {
            boolean right = (i + 1) % grid.cols() != 0 && label[i] != label[i + 1];
            boolean below = i + grid.cols() < label.length && label[i] != label[i + grid.cols()];
            if (right || below) {
                image.setRGB(i % grid.cols(), i / grid.cols(), 0xffffffff);
            }
        }
        return image;
    }

    /** Intensities of 8 bits, 255 is white, shape [rows * cols]. */
    public static BufferedImage grey(ScanGrid grid, byte[] intensity) {
        int[] colours = new int[grid.size()];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = 0x010101 * (intensity[i] & 0xff);
        }
        return image(grid, colours);
    }

    /** The key of the inverse pole figure colours, light on dark: it lies on maps in dim rooms. */
    public static BufferedImage key(LaueGroup laue) {
        BufferedImage image = new BufferedImage(176, 140, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(new Color(DARK));
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        new IpfLegend(IpfKey.classic(laue), "key", new Color(LIGHT)).draw(g, 12, 2, image.getHeight());
        g.dispose();
        return image;
    }

    static BufferedImage image(ScanGrid grid, int[] rgb) {
        BufferedImage image = new BufferedImage(grid.cols(), grid.rows(), BufferedImage.TYPE_INT_RGB);
        System.arraycopy(rgb, 0, ((DataBufferInt) image.getRaster().getDataBuffer()).getData(), 0, rgb.length);
        return image;
    }
}

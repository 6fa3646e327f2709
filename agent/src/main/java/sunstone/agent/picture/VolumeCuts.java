package sunstone.agent.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Three cuts through the middle of a stack of maps, orientation above and uncertainty below: a section, a cut along its
 * rows and one along its columns, both with the first section on top and the stack's true height.
 */
public final class VolumeCuts {
    private static final int MARGIN = 12;
    private static final int HEAD = 22;
    private static final int WIDTH = 360;

    private final List<OrientationMap> layers;
    private final List<float[]> uncertaintyDeg;
    private final ScanGrid grid;
    private final int high;

    private VolumeCuts(List<OrientationMap> layers, List<float[]> uncertaintyDeg, double thicknessUm) {
        this.layers = layers;
        this.uncertaintyDeg = uncertaintyDeg;
        this.grid = layers.get(0).grid();
        this.high = (int) Math.max(layers.size(), Math.rint(layers.size() * thicknessUm / grid.stepUm()));
    }

    /**
     * The picture.
     *
     * @param layers from the first section to the last, on one raster, at least one
     * @param uncertaintyDeg of each, degrees, NaN where nothing is known
     * @param thicknessUm distance of two, micrometres
     * @param mostDeg uncertainty of the upper end of the colours, degrees
     */
    public static BufferedImage draw(
            List<OrientationMap> layers, List<float[]> uncertaintyDeg, double thicknessUm, double mostDeg) {
        return new VolumeCuts(layers, uncertaintyDeg, thicknessUm).draw(mostDeg);
    }

    private BufferedImage draw(double mostDeg) {
        int z = layers.size() / 2;
        int row = grid.rows() / 2;
        int col = grid.cols() / 2;
        int zoom = Math.max(1, WIDTH / Math.max(grid.cols(), grid.rows()));
        Cut section = new Cut("x-y, layer " + (z + 1), grid, i -> z * grid.size() + i);
        ScanGrid across = new ScanGrid(high, grid.cols(), grid.stepUm());
        Cut rows = new Cut(
                "x-z, row " + row, across, i -> layer(across.row(i)) * grid.size() + grid.index(row, across.col(i)));
        ScanGrid down = new ScanGrid(high, grid.rows(), grid.stepUm());
        Cut cols = new Cut(
                "y-z, column " + col, down, i -> layer(down.row(i)) * grid.size() + grid.index(down.col(i), col));
        List<Cut> cuts = List.of(section, rows, cols);
        int width = MARGIN;
        int height = 0;
        for (Cut c : cuts) {
            width += c.grid().cols() * zoom + MARGIN;
            height = Math.max(height, c.grid().rows() * zoom);
        }
        BufferedImage out = new BufferedImage(width, 2 * (height + HEAD) + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = out.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, out.getWidth(), out.getHeight());
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        int x = MARGIN;
        for (Cut c : cuts) {
            draw(g, MapRendering.ipf(map(c), SampleAxis.Z), c.title() + ", IPF Z", x, 0, zoom);
            draw(
                    g,
                    MapRendering.scalar(c.grid(), uncertainty(c), null, mostDeg, ColourMap.MAGMA),
                    String.format(Locale.ROOT, "%s, uncertainty 0 to %.0f\u00b0", c.title(), mostDeg),
                    x,
                    height + HEAD,
                    zoom);
            x += c.grid().cols() * zoom + MARGIN;
        }
        g.dispose();
        return out;
    }

    private static void draw(Graphics2D g, BufferedImage cut, String title, int x, int y, int zoom) {
        g.setColor(Color.BLACK);
        g.drawString(title, x, y + HEAD - 7);
        g.drawImage(cut, x, y + HEAD, cut.getWidth() * zoom, cut.getHeight() * zoom, null);
    }

    /**
     * A cut.
     *
     * @param voxel of each of its pixels
     */
    private record Cut(String title, ScanGrid grid, IntUnaryOperator voxel) {}

    private int layer(int rowOfCut) {
        return Math.min(layers.size() - 1, rowOfCut * layers.size() / high);
    }

    private OrientationMap map(Cut cut) {
        int n = cut.grid().size();
        double[] q = new double[4 * n];
        boolean[] valid = new boolean[n];
        for (int i = 0; i < n; i++) {
            int v = cut.voxel().applyAsInt(i);
            OrientationMap from = layers.get(v / grid.size());
            valid[i] = from.valid()[v % grid.size()];
            System.arraycopy(from.quaternions(), 4 * (v % grid.size()), q, 4 * i, 4);
        }
        return new OrientationMap(cut.grid(), layers.get(0).laue(), q, valid);
    }

    private float[] uncertainty(Cut cut) {
        float[] out = new float[cut.grid().size()];
        for (int i = 0; i < out.length; i++) {
            int v = cut.voxel().applyAsInt(i);
            out[i] = uncertaintyDeg.get(v / grid.size())[v % grid.size()];
        }
        return out;
    }
}

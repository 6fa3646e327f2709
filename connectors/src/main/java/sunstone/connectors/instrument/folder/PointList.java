package sunstone.connectors.instrument.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.map.ScanGrid;

/**
 * Points of a command as a file for the instrument: CSV with a head of comments that says what its columns mean. {@code
 * id} counts the lines from 1; {@code x_um}, {@code y_um} are the centre of the pixel from the centre of the first;
 * {@code x_frac}, {@code y_frac} the same as parts of the field's width and height from its corner; {@code x_stage},
 * {@code y_stage} as the fiducials place them.
 */
final class PointList {
    private PointList() {}

    static String of(ScanOpened scan, String commandId, List<Pixel> points, Affine affine, double dwellMs) {
        ScanGrid g = scan.grid();
        StringBuilder out = new StringBuilder();
        out.append("# sunstone point list 1\r\n");
        out.append("# scan ").append(plain(scan.scanId())).append("\r\n");
        out.append("# command ").append(plain(commandId)).append("\r\n");
        out.append("# raster ")
                .append(g.rows())
                .append(" rows x ")
                .append(g.cols())
                .append(" columns, step ");
        out.append(g.stepUm())
                .append(" um, frame ")
                .append(plain(scan.frame().mapFrame()))
                .append("\r\n");
        out.append("# stage, um: ").append(affine).append("\r\n");
        out.append("id,row,col,x_um,y_um,x_frac,y_frac,x_stage,y_stage,dwell_ms\r\n");
        int id = 0;
        for (Pixel p : points) {
            double x = p.col() * g.stepUm(), y = p.row() * g.stepUm();
            out.append(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%.4f,%.4f,%.7f,%.7f,%.4f,%.4f,%.3f\r\n",
                    ++id,
                    p.row(),
                    p.col(),
                    x,
                    y,
                    (p.col() + 0.5) / g.cols(),
                    (p.row() + 0.5) / g.rows(),
                    affine.x(x, y),
                    affine.y(x, y),
                    dwellMs));
        }
        return out.toString();
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** Writes a file whole beside its place, then renames it: nobody sees a part of it. */
    static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, text.getBytes(StandardCharsets.UTF_8));
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) { // some network shares
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

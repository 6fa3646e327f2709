package sunstone.agent.export;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sunstone.agent.picture.Plate;
import sunstone.agent.picture.Png;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;

/** Bytes of exported files. */
public final class ExportFile {
    private static final String AUTHOR =
            "Sunstone; MAD or Fit: uncertainty in degrees; Bands or SEM: 1 measured, 0 guessed";

    private ExportFile() {}

    /**
     * The file; takes some seconds for a map of 1000 x 1000.
     *
     * @return empty if the format has no place for the layer
     */
    public static Optional<byte[]> of(MapExport export, ExportFormat format, ExportLayer layer) {
        if (!layer.fits(format)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (format) {
                    case CTF, ANG, H5 -> map(export, format, layer);
                    case CSV -> ExportTable.of(export, layer).getBytes(StandardCharsets.UTF_8);
                    case PNG -> Png.bytes(picture(export, layer));
                });
    }

    private static byte[] map(MapExport export, ExportFormat format, ExportLayer layer) {
        EbsdMap map = layer == ExportLayer.MEASURED ? export.sparse() : export.whole();
        try {
            Path folder = Files.createTempDirectory("sunstone-export");
            Path file = folder.resolve("map." + format.word());
            try {
                EbsdMaps.write(map, known(export), export.measured(), AUTHOR, file);
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the export could not be written to a temporary file", e);
        }
    }

    /** Uncertainties; 180 degrees where nothing is known. */
    private static float[] known(MapExport export) {
        float[] known = export.uncertaintyDeg().clone();
        for (int i = 0; i < known.length; i++) {
            known[i] = known[i] >= 0 ? known[i] : 180; // not so for NaN
        }
        return known;
    }

    private static BufferedImage picture(MapExport export, ExportLayer layer) {
        ScanGrid grid = export.map().grid();
        Plate plate =
                switch (layer) {
                    case ORIENTATION -> Plate.ipf(export.map(), export.title());
                    case UNCERTAINTY ->
                        Plate.degrees(
                                export.scanId() + ", revision " + export.revision() + ": uncertainty",
                                grid,
                                export.uncertaintyDeg(),
                                export.map().valid(),
                                export.colourEndDeg());
                    case BOUNDARIES ->
                        Plate.of(blank(grid), grid).title(export.title()).boundaries(Grains.of(export.map()));
                    case MEASURED ->
                        Plate.ipf(export.map(), export.title())
                                .points(export.points().stream()
                                        .filter(Measurement::indexed)
                                        .map(p -> new EbsdPoint(
                                                p.row(),
                                                p.col(),
                                                p.phase(),
                                                p.w(),
                                                p.x(),
                                                p.y(),
                                                p.z(),
                                                p.confidence()))
                                        .toList());
                };
        return plate.image();
    }

    private static BufferedImage blank(ScanGrid grid) {
        BufferedImage image = new BufferedImage(grid.cols(), grid.rows(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, grid.cols(), grid.rows());
        g.dispose();
        return image;
    }
}

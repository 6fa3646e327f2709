package sunstone.connectors.format;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlStack;

/**
 * Frames of polarised light as files hold them: the pages of a TIFF, or the images of a folder in the order of their names.
 *
 * @param rows height, pixels
 * @param cols width, pixels
 * @param frames intensities in the order of the stage angle, each of shape [rows * cols]; 1 is the largest value of 8 or 16 bits, as on
 *     the wire; floating point is taken as it is
 */
public record LightStack(int rows, int cols, List<float[]> frames) {
    private static final List<String> ENDINGS = List.of(".tif", ".tiff", ".png");

    public LightStack {
        frames = List.copyOf(frames);
    }

    /**
     * Reads a stack.
     *
     * @param source a TIFF, or a folder of TIFF or PNG images; one grey value a pixel, all of one size
     * @throws IOException with one line that names the file, what is wrong and what is needed, whatever the file holds
     */
    public static LightStack read(Path source) throws IOException {
        List<float[]> frames = new ArrayList<>();
        int[] size = new int[2];
        for (Path file : Files.isDirectory(source) ? images(source) : List.of(source)) {
            if (!Files.isRegularFile(file)) {
                throw new IOException(file + " is not a file");
            }
            try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
                pages(in, frames, size);
            } catch (MalformedFile e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            } catch (RuntimeException e) { // the decoders of damaged images throw what they like
                throw new IOException(file + ": is damaged: " + e, e);
            }
        }
        return new LightStack(size[0], size[1], frames);
    }

    private static List<Path> images(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> images = files.filter(
                            f -> ENDINGS.stream().anyMatch(f.toString().toLowerCase(Locale.ROOT)::endsWith))
                    .sorted()
                    .toList();
            if (images.isEmpty()) {
                throw new IOException(folder + " holds no image, known are " + String.join(", ", ENDINGS));
            }
            return images;
        }
    }

    /** Adds the pages of a file; {@code size} is (rows, cols), or zeros before the first frame. */
    private static void pages(ImageInputStream in, List<float[]> frames, int[] size) throws IOException, MalformedFile {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw new MalformedFile("is no image, known are TIFF and PNG");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in);
            int pages = reader.getNumImages(true);
            if (pages > PlStack.MOST_FRAMES - frames.size()) {
                throw new MalformedFile("makes more than " + PlStack.MOST_FRAMES + " frames");
            }
            for (int page = 0; page < pages; page++) {
                int rows = reader.getHeight(page);
                int cols = reader.getWidth(page);
                if (frames.isEmpty()) {
                    new ScanGrid(rows, cols, 1); // refuses what is too large before it is read
                    size[0] = rows;
                    size[1] = cols;
                } else if (rows != size[0] || cols != size[1]) {
                    throw new MalformedFile("page " + (page + 1) + " is " + rows + " x " + cols
                            + " px, the frames before it are " + size[0] + " x " + size[1] + " px");
                }
                frames.add(intensities(reader.read(page)));
            }
        } finally {
            reader.dispose();
        }
    }

    private static float[] intensities(BufferedImage image) throws MalformedFile {
        Raster raster = image.getRaster();
        if (raster.getNumBands() != 1 || image.getColorModel() instanceof IndexColorModel) {
            throw new MalformedFile(
                    "has " + image.getColorModel().getNumComponents() + " colours a pixel, needed is one grey value");
        }
        float most =
                switch (raster.getDataBuffer().getDataType()) {
                    case DataBuffer.TYPE_BYTE -> 255;
                    case DataBuffer.TYPE_USHORT -> 65535;
                    case DataBuffer.TYPE_FLOAT -> 1;
                    default ->
                        throw new MalformedFile("needs 8 or 16 bits without sign or 32-bit floating point a pixel");
                };
        float[] v = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (float[]) null);
        for (int i = 0; i < v.length; i++) {
            if (!Float.isFinite(v[i])) {
                throw new MalformedFile("pixel " + i + " is " + v[i]);
            }
            v[i] /= most;
        }
        return v;
    }

    /** Writes the frames as the pages of a 16-bit TIFF; what lies outside 0 to 1 is clipped. An existing file is replaced. */
    public void write(Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (float[] frame : frames) {
                BufferedImage page = new BufferedImage(cols, rows, BufferedImage.TYPE_USHORT_GRAY);
                for (int i = 0; i < frame.length; i++) {
                    int level = Math.round(65535 * Math.max(0, Math.min(1, frame[i])));
                    page.getRaster().setSample(i % cols, i / cols, 0, level);
                }
                writer.writeToSequence(new IIOImage(page, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }
}

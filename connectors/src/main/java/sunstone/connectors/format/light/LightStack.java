package sunstone.connectors.format.light;

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
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.stack.PlStack;

/**
 * Frames of polarized light as files hold them: the pages of a TIFF, or the images of a folder in the order of their stage angles or
 * names.
 *
 * @param rows height, pixels
 * @param cols width, pixels
 * @param frames intensities in the order of the stage angle, each of shape [rows * cols]; 1 is the largest value of 8 or 16 bits, as on
 *     the wire; floating point is taken as it is; where there is a dark or a flat field of their size, corrected by it
 * @param stageDeg stage angle of each frame, degrees, where the files tell it; else empty
 * @param notes what was passed over or used beside the frames, one sentence each
 */
public record LightStack(int rows, int cols, List<float[]> frames, List<Double> stageDeg, List<String> notes) {
    public LightStack {
        frames = List.copyOf(frames);
        stageDeg = List.copyOf(stageDeg);
        notes = List.copyOf(notes);
    }

    /** Frames of which no more is known. */
    public LightStack(int rows, int cols, List<float[]> frames) {
        this(rows, cols, frames, List.of(), List.of());
    }

    /**
     * Reads a stack.
     *
     * @param source a TIFF, or a folder of TIFF, PNG or JPEG images; one grey value a pixel, all of one size; in a folder an image
     *     named dark or flat is the dark or flat field, and hidden files, thumbnails and images without a number are passed over
     * @throws IOException with one line that names the file, what is wrong and what is needed, whatever the file holds
     */
    public static LightStack read(Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            return stack(load(source, new ArrayList<>()), List.of(), new ArrayList<>());
        }
        LightFolder folder;
        try {
            folder = LightFolder.of(source);
        } catch (MalformedFile e) {
            throw new IOException(source + " " + e.getMessage(), e);
        }
        List<TiffPages.Page> pages = new ArrayList<>();
        Path one = null, many = null;
        for (Path file : folder.frames()) {
            int before = pages.size();
            load(file, pages);
            one = pages.size() == before + 1 ? file : one;
            many = pages.size() > before + 1 ? file : many;
        }
        if (one != null && many != null) {
            throw new IOException(source + " holds a file of several pages, " + many.getFileName()
                    + ", beside images of one, such as " + one.getFileName() + ": name the one, or take it away");
        }
        if (!folder.stageDeg().isEmpty() && pages.size() != folder.frames().size()) {
            throw new IOException(source + " has stage angles for files of several pages, needed is one page a file");
        }
        List<String> notes = new ArrayList<>(folder.notes());
        float[] dark = field(folder.dark(), pages.get(0), notes), flat = field(folder.flat(), pages.get(0), notes);
        FieldCorrection.apply(pages, dark, flat, notes);
        return stack(pages, folder.stageDeg(), notes);
    }

    private static LightStack stack(List<TiffPages.Page> pages, List<Double> stageDeg, List<String> notes) {
        return new LightStack(
                pages.get(0).rows(),
                pages.get(0).cols(),
                pages.stream().map(TiffPages.Page::values).toList(),
                stageDeg,
                notes);
    }

    /** Values of a dark or flat field, null if there is none of the size of the frames. */
    private static float @Nullable [] field(Optional<Path> file, TiffPages.Page frame, List<String> notes)
            throws IOException {
        if (file.isEmpty()) {
            return null;
        }
        List<TiffPages.Page> pages = load(file.get(), new ArrayList<>());
        if (pages.size() != 1
                || pages.get(0).rows() != frame.rows()
                || pages.get(0).cols() != frame.cols()) {
            notes.add(file.get().getFileName() + " has not the size of the frames and was not used");
            return null;
        }
        return pages.get(0).values();
    }

    /** Adds the pages of a file to those before it. */
    private static List<TiffPages.Page> load(Path file, List<TiffPages.Page> pages) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file");
        }
        try {
            int most = PlStack.MOST_FRAMES - pages.size();
            List<TiffPages.Page> read = TiffPages.is(file) ? TiffPages.read(file, most) : List.of(image(file));
            for (TiffPages.Page page : read) {
                if (pages.size() == PlStack.MOST_FRAMES) {
                    throw new MalformedFile("makes more than " + PlStack.MOST_FRAMES + " frames");
                }
                pages.add(page);
                TiffPages.Page first = pages.get(0);
                if (page.rows() != first.rows() || page.cols() != first.cols()) {
                    throw new MalformedFile(
                            "page " + (read.indexOf(page) + 1) + " is " + page.rows() + " x " + page.cols()
                                    + " px, the frames before it are " + first.rows() + " x " + first.cols() + " px");
                }
            }
            return pages;
        } catch (MalformedFile e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (RuntimeException e) { // the decoders of damaged images throw what they like
            throw new IOException(file + ": is damaged: " + e, e);
        }
    }

    /** A PNG or JPEG. */
    private static TiffPages.Page image(Path file) throws IOException, MalformedFile {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new MalformedFile("is no image, known are TIFF, PNG and JPEG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                new ScanGrid(reader.getHeight(0), reader.getWidth(0), 1); // refuses what is too large before it is read
                BufferedImage image = reader.read(0);
                return new TiffPages.Page(image.getHeight(), image.getWidth(), intensities(image));
            } finally {
                reader.dispose();
            }
        }
    }

    private static float[] intensities(BufferedImage image) throws MalformedFile {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return ofPalette(image.getRaster(), palette);
        }
        Raster raster = image.getRaster();
        boolean alpha = image.getColorModel().hasAlpha();
        int bands = raster.getNumBands() - (alpha ? 1 : 0);
        if (bands != 1 && bands != 3) {
            throw new MalformedFile("has " + bands + " colours a pixel, needed is one grey value");
        }
        if (alpha) {
            opaque(image.getAlphaRaster());
        }
        int type = raster.getDataBuffer().getDataType();
        if (type != DataBuffer.TYPE_BYTE
                && type != DataBuffer.TYPE_USHORT
                && !(type == DataBuffer.TYPE_INT && bands == 3)) {
            throw new MalformedFile("needs 8 or 16 bits without sign a pixel");
        }
        float most = type == DataBuffer.TYPE_USHORT ? 65535 : 255;
        float[] v = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (float[]) null);
        for (int band = 1; band < bands; band++) { // three equal colours are one grey value
            float[] other = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, (float[]) null);
            for (int i = 0; i < v.length; i++) {
                if (Math.abs(other[i] - v[i]) > 2) {
                    throw new MalformedFile("has 3 colours a pixel that differ, needed is one grey value");
                }
            }
        }
        for (int i = 0; i < v.length; i++) {
            v[i] /= most;
        }
        return v;
    }

    private static float[] ofPalette(Raster raster, IndexColorModel palette) throws MalformedFile {
        if (palette.getMapSize() <= 2) {
            throw new MalformedFile("has 1 bit a pixel, needed are 8 or 16: save it as grey");
        }
        int[] index = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
        float[] v = new float[index.length];
        for (int i = 0; i < v.length; i++) {
            int grey = palette.getGreen(index[i]);
            if (palette.getRed(index[i]) != grey || palette.getBlue(index[i]) != grey) {
                throw new MalformedFile("has a palette of colours, needed is one grey value a pixel: save it as grey");
            }
            v[i] = grey / 255f;
        }
        return v;
    }

    /** Refuses an image through which something else would show. */
    private static void opaque(@Nullable Raster alpha) throws MalformedFile {
        int most = alpha == null || alpha.getDataBuffer().getDataType() != DataBuffer.TYPE_USHORT ? 255 : 65535;
        for (int y = 0; alpha != null && y < alpha.getHeight(); y++) {
            for (int x = 0; x < alpha.getWidth(); x++) {
                if (alpha.getSample(x, y, 0) != most) {
                    throw new MalformedFile("is transparent at row " + y + ", col " + x + ": save it without alpha");
                }
            }
        }
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

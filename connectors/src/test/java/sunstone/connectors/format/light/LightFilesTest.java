package sunstone.connectors.format.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.connectors.format.SharedFiles;

/** Files of light as laboratories have them: the cases of the shared folder and their siblings. */
class LightFilesTest {
    @TempDir
    Path dir;

    private static Path file(String name) {
        return SharedFiles.reference("cases/60-pl/" + name);
    }

    /** Levels that tifffile 2026.3 reads at (frame 0, pixel 0), (17; row 20, column 31), (35, last), and their sum. */
    @ParameterizedTest
    @CsvSource({"p03.tif, 11614 459 2564 1604090959", "p05.tif, 11614 459 2564 1604090959"})
    void read_predictorAndBigTiff_hasTheLevelsOfTheFile(String name, String levels) throws IOException {
        LightStack stack = LightStack.read(file(name));
        assertThat(stack.frames()).hasSize(36);
        assertThat(stack.rows()).isEqualTo(48);
        String[] v = levels.split(" ", -1);
        assertThat(level(stack, 0, 0)).isEqualTo(Long.parseLong(v[0]));
        assertThat(level(stack, 17, 20 * 48 + 31)).isEqualTo(Long.parseLong(v[1]));
        assertThat(level(stack, 35, 48 * 48 - 1)).isEqualTo(Long.parseLong(v[2]));
        long sum = 0;
        for (int k = 0; k < 36; k++) {
            for (int i = 0; i < 48 * 48; i++) {
                sum += level(stack, k, i);
            }
        }
        assertThat(sum).isEqualTo(Long.parseLong(v[3]));
    }

    private static long level(LightStack stack, int frame, int pixel) {
        return Math.round(65535.0 * stack.frames().get(frame)[pixel]);
    }

    @Test
    void read_folderWithoutLeadingZeros_isInNaturalOrder() throws IOException {
        LightStack stack = LightStack.read(file("p31"));
        assertThat(stack.frames()).hasSize(36);
        for (int k : new int[] {1, 2, 10, 36}) {
            LightStack one = LightStack.read(file("p31/img" + k + ".png"));
            assertThat(stack.frames().get(k - 1))
                    .as("img" + k)
                    .isEqualTo(one.frames().get(0));
        }
    }

    @Test
    void read_folderWithDark_takesItOffAndIsNoFrame() throws IOException {
        LightStack stack = LightStack.read(file("p35"));
        assertThat(stack.frames()).hasSize(36);
        assertThat(stack.notes()).anyMatch(n -> n.contains("dark.tif is the dark field"));
        assertThat(stack.frames().get(0))
                .isEqualTo(LightStack.read(file("p35/frame_000.tif")).frames().get(0));
    }

    @Test
    void read_strays_areNoFramesAndSaid() throws IOException {
        for (String n : List.of("f_1.png", "f_2.png", "f_10.png", "._f_1.png", "f_thumb.png", "logo.png")) {
            png(n, n.length());
        }
        LightStack stack = LightStack.read(dir);
        assertThat(stack.frames()).hasSize(3);
        assertThat(stack.frames().get(2)[0]).isEqualTo(8 / 255f);
        assertThat(stack.notes()).hasSize(3).anyMatch(n -> n.contains("logo.png"));
    }

    @Test
    void read_darkAndFlat_areUsedWhereTheirSizesFit() throws IOException {
        png("img1.png", 110);
        png("img2.png", 60);
        png("Dark_01.png", 10);
        png("flat.png", 60);
        LightStack stack = LightStack.read(dir);
        assertThat(stack.frames()).hasSize(2);
        assertThat(stack.frames().get(0)[3]).isCloseTo(100 / 255f, within(1e-5f));
        assertThat(stack.frames().get(1)[3]).isCloseTo(50 / 255f, within(1e-5f));

        BufferedImage small = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        ImageIO.write(small, "png", dir.resolve("Dark_01.png").toFile());
        assertThat(LightStack.read(dir).notes()).anyMatch(n -> n.contains("Dark_01.png has not the size"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ti_%sdeg.png", "%s deg.png", "a-01_%sDEG_b.png", "x%s\u00b0.png"})
    void read_anglesInNames_orderTheFrames(String form) throws IOException {
        for (int angle : new int[] {0, 120, 20, 5}) {
            png(form.formatted(angle), angle);
        }
        LightStack stack = LightStack.read(dir);
        assertThat(stack.stageDeg()).containsExactly(0.0, 5.0, 20.0, 120.0);
        assertThat(stack.frames()).extracting(f -> Math.round(255 * f[0])).containsExactly(0, 5, 20, 120);
    }

    @Test
    void read_anglesInATable_orderTheFramesAndMissingOnesAreNamed() throws IOException {
        png("a1.png", 1);
        png("a2.png", 2);
        Files.writeString(dir.resolve("angles.csv"), "file,stageDeg\na1.png,30\na2.png,-10.5\n");
        LightStack stack = LightStack.read(dir);
        assertThat(stack.stageDeg()).containsExactly(-10.5, 30.0);
        assertThat(stack.frames().get(0)[0]).isEqualTo(2 / 255f);

        png("a3.png", 3);
        assertThatThrownBy(() -> LightStack.read(dir))
                .hasMessageContaining("a3.png")
                .hasMessageContaining("angles.csv");
    }

    @Test
    void read_anglesInSomeNames_isRefused() throws IOException {
        png("a_10deg.png", 1);
        png("a_20.png", 1);
        assertThatThrownBy(() -> LightStack.read(dir)).hasMessageContaining("1 of 2 names");
    }

    @Test
    void read_jpegFolderOfGreyAndOfEqualColours_isRead() throws IOException {
        for (int k = 0; k < 3; k++) {
            BufferedImage image =
                    new BufferedImage(16, 8, k == 1 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
            for (int i = 0; i < 128; i++) {
                image.setRGB(i % 16, i / 16, 0x404040);
            }
            ImageIO.write(image, "jpg", dir.resolve("f" + k + ".jpg").toFile());
        }
        LightStack stack = LightStack.read(dir);
        assertThat(stack.frames()).hasSize(3);
        assertThat(stack.frames().get(1)[5]).isCloseTo(64 / 255f, within(0.03f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "Deflate", "ZLib", "PackBits"})
    void read_compressionsOfAnotherWriter_giveTheSameLevels(String compression) throws IOException {
        BufferedImage image = new BufferedImage(61, 37, BufferedImage.TYPE_USHORT_GRAY);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 61 * 37; i++) {
            image.getRaster().setSample(i % 61, i / 61, 0, i % 5 == 0 ? random.nextInt(65536) : 9 * i);
        }
        Path path = dir.resolve("a.tif");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionType(compression);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(path.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        }
        LightStack stack = LightStack.read(path);
        for (int i = 0; i < 61 * 37; i++) {
            assertThat(level(stack, 0, i)).isEqualTo(image.getRaster().getSample(i % 61, i / 61, 0));
        }
    }

    /** Made by hand after the specification: Deflate, differences of 16 bits and the predictor of floating point. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void read_predictors_areUndone(boolean bigEndian) throws IOException {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer whole = ByteBuffer.allocate(8).order(order);
        whole.putShort((short) 60000)
                .putShort((short) 10000)
                .putShort((short) 5000)
                .putShort((short) -5000);
        LightStack levels = LightStack.read(tiff(order, 2, 2, 16, 1, 2, 8, whole.array()));
        assertThat(level(levels, 0, 0)).isEqualTo(60000);
        assertThat(level(levels, 0, 1)).isEqualTo(70000 - 65536);
        assertThat(level(levels, 0, 3)).isEqualTo(0);

        ByteBuffer f = ByteBuffer.allocate(8)
                .order(ByteOrder.BIG_ENDIAN)
                .putFloat(0.25f)
                .putFloat(-3.5f);
        byte[] planes = new byte[8];
        for (int i = 0; i < 8; i++) {
            planes[i] = f.get(i % 2 * 4 + i / 2);
        }
        for (int i = 7; i > 0; i--) {
            planes[i] -= planes[i - 1];
        }
        assertThat(LightStack.read(tiff(order, 1, 2, 32, 3, 3, 8, planes))
                        .frames()
                        .get(0))
                .containsExactly(0.25f, -3.5f);
    }

    @ParameterizedTest
    @CsvSource({
        "64, 3, 1, 1, '64 bits a pixel of floating point'",
        "32, 1, 1, 1, '32 bits a pixel of whole numbers'",
        "16, 2, 1, 1, 'with sign'",
        "16, 1, 1, 50000, 'compressed with zstd, known are none, LZW'",
        "16, 1, 1, 7, 'compressed with JPEG'",
        "16, 1, 3, 1, 'predictor 3'"
    })
    void read_whatIsNotRead_namesTheFileAndTheWayOut(int bits, int format, int predictor, int compression, String why)
            throws IOException {
        Path path = tiff(ByteOrder.LITTLE_ENDIAN, 1, 2, bits, format, predictor, compression, new byte[2 * bits / 8]);
        assertThatThrownBy(() -> LightStack.read(path))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("made.tif")
                .hasMessageContaining(why)
                .hasMessageContaining("save it");
    }

    /** A page of one strip; Deflate is done here. */
    private Path tiff(
            ByteOrder order, int rows, int cols, int bits, int format, int predictor, int compression, byte[] data)
            throws IOException {
        byte[] packed = data;
        if (compression == 8) {
            Deflater deflater = new Deflater();
            deflater.setInput(data);
            deflater.finish();
            byte[] out = new byte[1000];
            packed = java.util.Arrays.copyOf(out, deflater.deflate(out));
            System.arraycopy(out, 0, packed, 0, packed.length);
            deflater.end();
        }
        int[][] tags = {
            {256, cols},
            {257, rows},
            {258, bits},
            {259, compression},
            {262, 1},
            {273, 8},
            {277, 1},
            {278, rows},
            {279, packed.length},
            {317, predictor},
            {339, format}
        };
        ByteBuffer b = ByteBuffer.allocate(8 + packed.length + 2 + 12 * tags.length + 4)
                .order(order);
        b.put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I')).put(b.get(0)).putShort((short) 42);
        b.putInt(8 + packed.length).put(packed).putShort((short) tags.length);
        for (int[] t : tags) {
            b.putShort((short) t[0]).putShort((short) 4).putInt(1).putInt(t[1]);
        }
        return Files.write(dir.resolve("made.tif"), b.array());
    }

    @Test
    void read_imagesUnderTwoEndings_areTakenOnce() throws IOException {
        for (int k = 0; k < 3; k++) {
            png("f" + k + ".png", 10 * k);
            ImageIO.write(
                    new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY),
                    "jpg",
                    dir.resolve("F" + k + ".jpg").toFile());
        }
        LightStack stack = LightStack.read(dir);
        assertThat(stack.frames()).extracting(f -> Math.round(255 * f[0])).containsExactly(0, 10, 20);
        assertThat(stack.notes()).singleElement().asString().contains("3 images", ".jpg");
    }

    @Test
    void read_fileOfSeveralPagesBesideImagesOfOne_isRefusedNamingBoth() throws IOException {
        new LightStack(2, 3, List.of(new float[6], new float[6])).write(dir.resolve("stack_1.tif"));
        png("img1.png", 1);
        assertThatThrownBy(() -> LightStack.read(dir))
                .hasMessageContaining("stack_1.tif")
                .hasMessageContaining("img1.png");
    }

    /** Not those of rot_1 to rot_36, which count. */
    @Test
    void read_numbersBehindAWord_areAnglesUnlessTheyCount() throws IOException {
        for (int k = 0; k < 4; k++) {
            png("angle_%03d.png".formatted(5 * k), k);
        }
        assertThat(LightStack.read(dir).stageDeg()).containsExactly(0.0, 5.0, 10.0, 15.0);
        Path other = Files.createDirectory(dir.resolve("counted"));
        for (int k = 1; k < 5; k++) {
            Files.copy(dir.resolve("angle_000.png"), other.resolve("rot_" + k + ".png"));
        }
        assertThat(LightStack.read(other).stageDeg()).isEmpty();
    }

    @Test
    void read_tableOfAnglesInOtherCase_isFoundAndTwoAnglesOfOneImageAreNot() throws IOException {
        png("F0.PNG", 1);
        Files.writeString(dir.resolve("a.csv"), "file,stageDeg\nf0.png,30\nF0.png,30\n");
        assertThat(LightStack.read(dir).stageDeg()).containsExactly(30.0);
        Files.writeString(dir.resolve("a.csv"), "file,stageDeg\nf0.png,30\nF0.png,40\n");
        assertThatThrownBy(() -> LightStack.read(dir)).hasMessageContaining("30.0 and 40.0 degrees");
    }

    /** A palette of greys and an opaque alpha are grey values all the same; colours and transparency are none. */
    @Test
    void read_palettesAndAlpha_areReadWhereTheyAreGrey() throws IOException {
        byte[] grey = new byte[256], zero = new byte[256];
        for (int i = 0; i < 256; i++) {
            grey[i] = (byte) (255 - i);
        }
        indexed("p1.png", new IndexColorModel(8, 256, grey, grey, grey));
        assertThat(LightStack.read(dir).frames().get(0)[1]).isEqualTo(155 / 255f);
        indexed("p1.png", new IndexColorModel(8, 256, grey, zero, grey));
        assertThatThrownBy(() -> LightStack.read(dir)).hasMessageContaining("palette of colours");

        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 6; i++) {
            image.setRGB(i % 3, i / 3, 0xff505050);
        }
        ImageIO.write(image, "png", dir.resolve("p1.png").toFile());
        assertThat(LightStack.read(dir).frames().get(0)[4]).isEqualTo(80 / 255f);
        image.setRGB(1, 0, 0x80505050);
        ImageIO.write(image, "png", dir.resolve("p1.png").toFile());
        assertThatThrownBy(() -> LightStack.read(dir)).hasMessageContaining("transparent at row 0, col 1");
    }

    private void indexed(String name, IndexColorModel palette) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_INDEXED, palette);
        for (int i = 0; i < 6; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, 100 * (i % 2));
        }
        ImageIO.write(image, "png", dir.resolve(name).toFile());
    }

    @Test
    void read_pixelThatIsNoNumber_isNamedByItsPlace() throws IOException {
        byte[] data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(Float.NaN)
                .array();
        Path path = tiff(ByteOrder.LITTLE_ENDIAN, 1, 2, 32, 3, 1, 1, data);
        assertThatThrownBy(() -> LightStack.read(path)).hasMessageContaining("NaN at row 0, col 1");
    }

    private void png(String name, int level) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 6; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, level);
        }
        ImageIO.write(image, "png", dir.resolve(name).toFile());
    }
}

package sunstone.connectors.format.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightStackTest {
    @TempDir
    Path folder;

    @Test
    void read_writtenTiff_isTheSameToSixteenBits() throws IOException {
        LightStack stack = stack(7, 5, 9);
        stack.write(folder.resolve("s.tif"));

        LightStack read = LightStack.read(folder.resolve("s.tif"));

        assertThat(read.rows()).isEqualTo(7);
        assertThat(read.cols()).isEqualTo(5);
        assertThat(read.frames()).hasSize(9);
        for (int k = 0; k < 9; k++) {
            assertThat(read.frames().get(k)).containsExactly(stack.frames().get(k), within(1f / 65535));
        }
    }

    @Test
    void read_folderOfPng_takesThemByName() throws IOException {
        for (int k : new int[] {2, 0, 1}) {
            BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setSample(1, 0, 0, 51 * k);
            ImageIO.write(image, "png", folder.resolve("frame" + k + ".png").toFile());
        }
        Files.writeString(folder.resolve("notes.txt"), "no image");

        LightStack read = LightStack.read(folder);

        assertThat(read.frames()).extracting(f -> f[1]).containsExactly(0f, 0.2f, 0.4f);
    }

    @Test
    void read_whatIsNoStack_saysWhy() throws IOException {
        stack(4, 4, 2).write(folder.resolve("a.tif"));
        stack(4, 6, 1).write(folder.resolve("b.tif"));
        assertThatThrownBy(() -> LightStack.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("b.tif")
                .hasMessageContaining("4 x 6 px")
                .hasMessageContaining("4 x 4 px");

        BufferedImage colour = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        colour.setRGB(1, 1, 0xff0000);
        ImageIO.write(colour, "png", folder.resolve("c.png").toFile());
        assertThatThrownBy(() -> LightStack.read(folder.resolve("c.png")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("one grey value");

        Path text = Files.writeString(folder.resolve("t.tif"), "not an image");
        assertThatThrownBy(() -> LightStack.read(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no image");
        assertThatThrownBy(() -> LightStack.read(folder.resolve("none.tif")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a file");
    }

    @Test
    void read_damagedTiff_throwsNothingElse() throws IOException {
        Path whole = folder.resolve("s.tif");
        stack(7, 5, 3).write(whole);
        byte[] bytes = Files.readAllBytes(whole);
        SplittableRandom random = new SplittableRandom(3);
        int refused = 0;
        for (int k = 0; k < 300; k++) {
            byte[] damaged = bytes.clone();
            for (int j = 0; j < 4; j++) {
                damaged[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.tif"), damaged);
            try {
                LightStack.read(file);
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static LightStack stack(int rows, int cols, int frames) {
        SplittableRandom random = new SplittableRandom(1);
        return new LightStack(
                rows,
                cols,
                java.util.stream.IntStream.range(0, frames)
                        .mapToObj(k -> {
                            float[] v = new float[rows * cols];
                            for (int i = 0; i < v.length; i++) {
                                v[i] = (float) random.nextDouble();
                            }
                            return v;
                        })
                        .toList());
    }
}

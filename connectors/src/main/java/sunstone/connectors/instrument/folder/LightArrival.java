package sunstone.connectors.instrument.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.light.LightStack;

/** Frames of polarized light that come as files while somebody waits. */
public final class LightArrival {
    private LightArrival() {}

    /**
     * Waits until the stack is there: as many frames as are due, and no file changes any more.
     *
     * @param source a TIFF or a folder of images
     * @param frames least number of frames
     * @param poll time between two looks
     * @param say told in one line what is still missing, whenever that changes
     * @param ended whether nobody waits any more
     * @return the stack, or null if nobody waits any more
     */
    public static @Nullable LightStack await(
            Path source, int frames, Duration poll, Consumer<String> say, BooleanSupplier ended)
            throws InterruptedException {
        Path folder = source.toAbsolutePath().getParent();
        SettledFiles files = Files.isDirectory(source) || folder == null
                ? new SettledFiles(source, LightArrival::image)
                : new SettledFiles(folder, f -> f.getFileName().equals(source.getFileName()));
        String last = "";
        while (!ended.getAsBoolean()) {
            String missing;
            try {
                files.look();
                LightStack stack = LightStack.read(source);
                if (stack.frames().size() >= frames && files.still()) {
                    return stack;
                }
                missing = stack.frames().size() + " of " + frames + " frames in " + source;
            } catch (IOException e) {
                missing = String.valueOf(e.getMessage());
            }
            if (!missing.equals(last)) {
                say.accept("waiting for the light: " + missing);
                last = missing;
            }
            TimeUnit.NANOSECONDS.sleep(poll.toNanos());
        }
        return null;
    }

    private static boolean image(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.matches(".*\\.(tiff?|png|jpe?g|csv)");
    }
}

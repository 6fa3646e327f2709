package sunstone.agent.loop;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of suggestions. */
public enum Mode {
    /** Nothing is commanded without an approval. */
    ADVISE,
    /** Every suggestion is commanded at once. */
    AUTO,
    /** Nothing is commanded, whatever is approved. */
    SHADOW;

    /** Lower case, as it stands in files and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of a word. */
    public static Optional<Mode> of(String word) {
        return Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Mode::word).toList();
    }
}

package sunstone.agent.scan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Fate of suggestions; the later ones of these are stricter. */
public enum Mode {
    /** Every suggestion is commanded at once. */
    AUTO,
    /** Nothing is commanded without an approval. */
    ADVISE,
    /** Nothing is commanded, whatever is approved. */
    SHADOW;

    /** Lower case, as it stands in files and on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stricter of this mode and another. */
    public Mode stricter(Mode other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /**
     * The mode in which an agent starts: the one that was chosen while it ran outlasts it. If the configuration has
     * been changed since, the two are in conflict and the stricter one wins.
     *
     * @param configured mode of the configuration
     * @param last mode that the agent had when it was heard of last
     * @param lastConfigured mode of its configuration then
     */
    public static Mode atStart(Mode configured, Mode last, Mode lastConfigured) {
        if (last == lastConfigured) { // nobody had chosen another
            return configured;
        }
        return configured == lastConfigured ? last : configured.stricter(last);
    }

    /** The mode of a word. */
    public static Optional<Mode> of(String word) {
        return Arrays.stream(values()).filter(m -> m.word().equals(word)).findFirst();
    }

    /** All words, in the order of the alphabet. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Mode::word).sorted().toList();
    }
}

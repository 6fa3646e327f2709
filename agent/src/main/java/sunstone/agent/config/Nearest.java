package sunstone.agent.config;

import java.util.Collection;
import java.util.Comparator;

/** The known word that a mistyped one was most likely meant to be. */
public final class Nearest {
    private Nearest() {}

    /**
     * The word with the smallest edit distance (Levenshtein 1966), the first in alphabetical order of equals.
     *
     * @param words at least one
     */
    public static String of(String word, Collection<String> words) {
        return words.stream()
                .min(Comparator.<String>comparingInt(w -> distance(word, w)).thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Fewest insertions, deletions and replacements that turn one word into the other. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

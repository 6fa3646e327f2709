package sunstone.models.map;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Sets of indices that grow together (union-find): the smallest index of a set is its root, so roots come first in a
 * walk.
 */
final class DisjointSets {
    private final int[] root;

    /** As many sets of one index each. */
    DisjointSets(int size) {
        root = new int[size];
        Arrays.setAll(root, i -> i);
    }

    /** Makes one set of those of two indices. */
    void join(int i, int j) {
        int a = find(i);
        int b = find(j);
        root[Math.max(a, b)] = Math.min(a, b);
    }

    /**
     * Numbers the sets in the order of their roots.
     *
     * @param counted which indices have a number, the others get -1; all of a set or none, shape [size]
     * @param labels receives the numbers, shape [size]
     * @return how many indices each set has
     */
    int[] number(IntPredicate counted, int[] labels) {
        int[] sizes = new int[root.length];
        int count = 0;
        for (int i = 0; i < root.length; i++) {
            int r = find(i);
            labels[i] = !counted.test(i) ? -1 : r == i ? count++ : labels[r];
            if (labels[i] >= 0) {
                sizes[labels[i]]++;
            }
        }
        return Arrays.copyOf(sizes, count);
    }

    private int find(int i) {
        int k = i;
        while (root[k] != k) {
            root[k] = root[root[k]];
            k = root[k];
        }
        return k;
    }
}

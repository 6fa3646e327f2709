package sunstone.simulators.microstructure;

import java.util.Arrays;

/** Labels of pixels: 4-connected pieces, and the centre and extent of each label. */
final class Pieces {
    final int count;
    final int[] size, minRow, maxRow, minCol, maxCol;
    final double[] x, y;

    /** Statistics of labels 0 .. count - 1. */
    Pieces(int[] label, int count, int rows, int cols) {
        this.count = count;
        size = new int[count];
        minRow = new int[count];
        maxRow = new int[count];
        minCol = new int[count];
        maxCol = new int[count];
        x = new double[count];
        y = new double[count];
        Arrays.fill(minRow, rows);
        Arrays.fill(minCol, cols);
        for (int row = 0, p = 0; row < rows; row++) {
            for (int col = 0; col < cols; col++, p++) {
                int g = label[p];
                size[g]++;
                x[g] += col;
                y[g] += row;
                minRow[g] = Math.min(minRow[g], row);
                maxRow[g] = Math.max(maxRow[g], row);
                minCol[g] = Math.min(minCol[g], col);
                maxCol[g] = Math.max(maxCol[g], col);
            }
        }
        for (int g = 0; g < count; g++) {
            x[g] /= size[g];
            y[g] /= size[g];
        }
    }

    /** Half the diagonal of a label's bounding box, pixels, at least 1. */
    double reach(int g) {
        return Math.max(1, Math.hypot(maxRow[g] - minRow[g], maxCol[g] - minCol[g]) / 2);
    }

    /** Numbers the labels that occur 0, 1, ... in reading order, in place; returns how many there are. */
    static int compact(int[] label, int bound) {
        int[] number = new int[bound];
        Arrays.fill(number, -1);
        int n = 0;
        for (int p = 0; p < label.length; p++) {
            if (number[label[p]] < 0) {
                number[label[p]] = n++;
            }
            label[p] = number[label[p]];
        }
        return n;
    }

    /** 4-connected regions of equal label, numbered in reading order, shape as {@code label}. */
    static int[] connected(int[] label, int rows, int cols) {
        int[] parent = new int[label.length];
        for (int p = 0; p < label.length; p++) {
            parent[p] = p;
            if (p % cols > 0 && label[p - 1] == label[p]) {
                parent[p] = root(parent, p - 1);
            }
            if (p >= cols && label[p - cols] == label[p]) {
                int a = root(parent, p), b = root(parent, p - cols);
                parent[Math.max(a, b)] = Math.min(a, b);
            }
        }
        for (int p = 0; p < parent.length; p++) {
            parent[p] = root(parent, p);
        }
        compact(parent, parent.length);
        return parent;
    }

    private static int root(int[] parent, int p) {
        int q = p;
        while (parent[q] != q) {
            parent[q] = parent[parent[q]];
            q = parent[q];
        }
        return q;
    }
}

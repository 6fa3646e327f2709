package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;

/** A smooth displacement of the pixels, a sum of a few plane waves, that makes straight boundaries wavy. */
final class Waviness {
    private static final int WAVES = 3;

    private final double amplitude;
    private final float[] dx, dy;

    /**
     * @param size amplitude of each wave, pixels
     * @param scale shortest wavelength, pixels; the longest is three times as much
     */
    Waviness(int rows, int cols, double size, double scale, RandomGenerator r) {
        amplitude = WAVES * size;
        dx = new float[rows * cols];
        dy = new float[rows * cols];
        for (int k = 0; k < WAVES; k++) {
            double wave = 2 * Math.PI / (scale * (1 + 2 * r.nextDouble())), way = 2 * Math.PI * r.nextDouble();
            double kx = wave * Math.cos(way), ky = wave * Math.sin(way), phase = 2 * Math.PI * r.nextDouble();
            double shake = 2 * Math.PI * r.nextDouble(), sx = size * Math.cos(shake), sy = size * Math.sin(shake);
            double stepC = Math.cos(kx), stepS = Math.sin(kx);
            for (int row = 0; row < rows; row++) {
                double c = Math.cos(phase + ky * row), s = Math.sin(phase + ky * row);
                for (int p = row * cols; p < (row + 1) * cols; p++) { // turns the phase by kx without a sine per pixel
                    dx[p] += (float) (sx * s);
                    dy[p] += (float) (sy * s);
                    double t = c * stepC - s * stepS;
                    s = s * stepC + c * stepS;
                    c = t;
                }
            }
        }
    }

    /** Largest possible displacement, pixels. */
    double amplitude() {
        return amplitude;
    }

    double x(int pixel) {
        return dx[pixel];
    }

    double y(int pixel) {
        return dy[pixel];
    }
}

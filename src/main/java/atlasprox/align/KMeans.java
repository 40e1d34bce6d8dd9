package atlasprox.align;

public final class KMeans {
    private KMeans() {}

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    public static double[][] spherical(double[] v, int n, int d, int K, long seed) {
        double[][] x = new double[n][d];
        for (int i = 0; i < n; i++) {
            double l = 0;
            for (int j = 0; j < d; j++) {
                x[i][j] = v[i * d + j];
                l += x[i][j] * x[i][j];
            }
            l = Math.sqrt(l);
            if (l > 1e-12) for (int j = 0; j < d; j++) x[i][j] /= l;
        }
        long G = 0x9E3779B97F4A7C15L;
        long s = mix(seed * 1000003 + G);
        double[][] C = new double[Math.min(K, n)][];
        K = C.length;
        double u = (mix(s + G) >>> 11) * 0x1.0p-53;
        s += G;
        C[0] = x[Math.min(n - 1, (int) (u * n))].clone();
        double[] w = new double[n];
        java.util.Arrays.fill(w, Double.MAX_VALUE);
        for (int k = 1; k < K; k++) {
            double t = 0;
            for (int i = 0; i < n; i++) {
                double c = 0;
                for (int j = 0; j < d; j++) c += x[i][j] * C[k - 1][j];
                w[i] = Math.min(w[i], Math.max(0, 1 - c));
                t += w[i];
            }
            u = (mix(s + G) >>> 11) * 0x1.0p-53 * t;
            s += G;
            double cum = 0;
            int pick = n - 1;
            for (int i = 0; i < n; i++) {
                cum += w[i];
                if (cum > u) {
                    pick = i;
                    break;
                }
            }
            C[k] = x[pick].clone();
        }
        double last = Double.MAX_VALUE;
        for (int it = 0; it < 25; it++) {
            double cost = 0;
            double[][] S = new double[K][d];
            for (int i = 0; i < n; i++) {
                int b = 0;
                double bs = -2;
                for (int k = 0; k < K; k++) {
                    double c = 0;
                    for (int j = 0; j < d; j++) c += x[i][j] * C[k][j];
                    if (c > bs) {
                        bs = c;
                        b = k;
                    }
                }
                cost += 1 - bs;
                for (int j = 0; j < d; j++) S[b][j] += x[i][j];
            }
            for (int k = 0; k < K; k++) {
                double l = 0;
                for (double z : S[k]) l += z * z;
                l = Math.sqrt(l);
                if (l > 1e-12) {
                    for (int j = 0; j < d; j++) S[k][j] /= l;
                    C[k] = S[k];
                }
            }
            if (last - cost <= 1e-6 * cost) break;
            last = cost;
        }
        return C;
    }
}

#include "CDistance.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF
// Vectors are passed only to functions that are always inlined.
#pragma clang diagnostic ignored "-Wpsabi"

typedef double v4d __attribute__((ext_vector_type(4)));
typedef int64_t v4i __attribute__((ext_vector_type(4)));
typedef float v4f __attribute__((ext_vector_type(4)));
typedef float v8f __attribute__((ext_vector_type(8)));
typedef int32_t v8m __attribute__((ext_vector_type(8)));
typedef int32_t v4m __attribute__((ext_vector_type(4)));
typedef bool v4b __attribute__((ext_vector_type(4)));
typedef bool v8b __attribute__((ext_vector_type(8)));

#define BODY static inline __attribute__((always_inline))
#define CHUNK 1024

#if defined(__x86_64__)
#define HAS_AVX2 1
#define AVX2 __attribute__((target("avx2")))
#else
#define HAS_AVX2 0
#endif

distance_path distance_fastest_path(void) {
#if HAS_AVX2
  if (__builtin_cpu_supports("avx2")) return distance_path_avx2;
#endif
  return distance_path_portable;
}

BODY v4d load(const double *p) {
  v4d v;
  memcpy(&v, p, sizeof v);
  return v;
}

BODY void store(double *p, v4d v) { memcpy(p, &v, sizeof v); }

BODY v4d squared_distance(v4d x, v4d y, v4d z, const double *c) {
  v4d dx = x - c[0];
  v4d dy = y - c[1];
  v4d dz = z - c[2];
  return dx * dx + dy * dy + dz * dz;
}

// MARK: Assignment

typedef struct {
  v4d best;
  v4d second;
  v4i label;
} nearest4;

BODY nearest4 nearest(v4d x, v4d y, v4d z, const double *centroids, int32_t k) {
  nearest4 found = {squared_distance(x, y, z, centroids), (v4d)INFINITY, (v4i)0};
  for (int32_t c = 1; c < k; c++) {
    v4d d = squared_distance(x, y, z, centroids + 3 * c);
    v4i is_nearer = d < found.best;
    v4d farther = is_nearer ? found.best : d;
    found.second = farther < found.second ? farther : found.second;
    found.best = is_nearer ? d : found.best;
    found.label = is_nearer ? (v4i)(int64_t)c : found.label;
  }
  return found;
}

/// Of the `count` rows from `i` on; where these are fewer than four the rest means nothing.
BODY nearest4 nearest_at(distance_columns p, int64_t i, int64_t count, const double *centroids, int32_t k) {
  if (count == 4) return nearest(load(p.x + i), load(p.y + i), load(p.z + i), centroids, k);
  double x[4] = {0}, y[4] = {0}, z[4] = {0};
  for (int64_t j = 0; j < count; j++) {
    x[j] = p.x[i + j];
    y[j] = p.y[i + j];
    z[j] = p.z[i + j];
  }
  return nearest(load(x), load(y), load(z), centroids, k);
}

BODY int64_t assign_body(
    distance_columns p, int64_t n, const double *centroids, int32_t k, int32_t *labels, double *squared,
    double *inertia) {
  int64_t changed = 0;
  double sum = *inertia;
  for (int64_t i = 0; i < n; i += 4) {
    const int64_t count = n - i < 4 ? n - i : 4;
    const nearest4 found = nearest_at(p, i, count, centroids, k);
    for (int64_t j = 0; j < count; j++) {
      int32_t label = (int32_t)found.label[j];
      changed += labels[i + j] != label;
      labels[i + j] = label;
      sum += p.weight ? found.best[j] * p.weight[i + j] : found.best[j];
      if (squared) squared[i + j] = found.best[j];
    }
  }
  *inertia = sum;
  return changed;
}

/// The margins of four points. Where two centroids coincide, as each does with itself, 0 is divided by 0: no
/// number, and so not less than any.
BODY v4d margins(
    v4d x, v4d y, v4d z, nearest4 found, const double *centroids, int32_t k, const double *twice_apart) {
  const double *row[4];
  for (int j = 0; j < 4; j++) row[j] = twice_apart + found.label[j] * k;
  v4d margin = (v4d)INFINITY;
  for (int32_t c = 0; c < k; c++) {
    v4d apart = {row[0][c], row[1][c], row[2][c], row[3][c]};
    v4d distance = (squared_distance(x, y, z, centroids + 3 * c) - found.best) / apart;
    margin = distance < margin ? distance : margin;
  }
  return margin;
}

BODY void margins_body(
    distance_columns p, int64_t n, const double *centroids, int32_t k, const double *twice_apart,
    int32_t *labels, double *margin) {
  const int64_t fours = n & ~(int64_t)3;
  for (int64_t i = 0; i < fours; i += 4) {
    v4d x = load(p.x + i), y = load(p.y + i), z = load(p.z + i);
    nearest4 found = nearest(x, y, z, centroids, k);
    v4m label = __builtin_convertvector(found.label, v4m);
    memcpy(labels + i, &label, sizeof label);
    store(margin + i, margins(x, y, z, found, centroids, k, twice_apart));
  }
  if (fours < n) {
    const int64_t i = fours, count = n - fours;
    double x[4] = {0}, y[4] = {0}, z[4] = {0};
    const size_t bytes = (size_t)count * sizeof(double);
    memcpy(x, p.x + i, bytes);
    memcpy(y, p.y + i, bytes);
    memcpy(z, p.z + i, bytes);
    nearest4 found = nearest(load(x), load(y), load(z), centroids, k);
    v4d four = margins(load(x), load(y), load(z), found, centroids, k, twice_apart);
    for (int64_t j = 0; j < count; j++) labels[i + j] = (int32_t)found.label[j];
    memcpy(margin + i, &four, bytes);
  }
}

/// Half the way that both centroids could go towards each other, and a little less: the rounding of squared
/// distances and of single precision is taken off.
BODY v4f slack(v4d best, v4d second) {
  v4d difference = (second - best) - second * 1e-14;
  v4f gap = __builtin_convertvector(difference, v4f);
  v4f sum = __builtin_elementwise_sqrt(__builtin_convertvector(best, v4f)) +
            __builtin_elementwise_sqrt(__builtin_convertvector(second, v4f));
  return gap / sum * 0.499999f;
}

typedef struct {
  double *sums;
  double *sizes;
} totals;

BODY void move(totals t, int32_t from, int32_t to, double x, double y, double z, double weight) {
  x *= weight;
  y *= weight;
  z *= weight;
  if (from >= 0) {
    double *s = t.sums + 3 * from;
    s[0] -= x;
    s[1] -= y;
    s[2] -= z;
    t.sizes[from] -= weight;
  }
  double *s = t.sums + 3 * to;
  s[0] += x;
  s[1] += y;
  s[2] += z;
  t.sizes[to] += weight;
}

BODY double weight_of(const double *weight, int64_t row) { return weight ? weight[row] : 1; }

/// A bit for each of 64 limits, set where the point must be looked at. A limit that is no number, where two
/// centroids lie on the point, counts as open.
BODY uint64_t open_among_64(const float *limits, float now) {
  uint64_t open = 0;
  for (int i = 0; i < 64; i += 8) {
    v8f limit;
    memcpy(&limit, limits + i, sizeof limit);
    v8b is_open = __builtin_convertvector(!(limit >= now), v8b);
    uint8_t byte;
    memcpy(&byte, &is_open, sizeof byte);
    open |= (uint64_t)byte << i;
  }
  return open;
}

typedef struct {
  nearest4 found;
  v4f limit;
} renewed4;

BODY renewed4 renewed(v4d x, v4d y, v4d z, const double *centroids, int32_t k, double wandered) {
  renewed4 r;
  r.found = nearest(x, y, z, centroids, k);
  v4f limit = slack(r.found.best, r.found.second) + (float)wandered;
  r.limit = limit * (limit > 0 ? (v4f)0.999999f : (v4f)1.000001f);
  return r;
}

BODY int64_t reassign_body(
    distance_columns p, int64_t n, const double *centroids, int32_t k, double wandered, int32_t *labels,
    float *limits, double *sums, double *sizes) {
  // Compared in single precision, so rounded up here and down where limits are set.
  const float now = nextafterf((float)wandered, INFINITY);
  const totals t = {sums, sizes};
  int64_t changed = 0;
  for (int64_t start = 0; start < n; start += CHUNK) {
    const int64_t count = n - start < CHUNK ? n - start : CHUNK;
    const double *x = p.x + start, *y = p.y + start, *z = p.z + start;
    const double *weight = p.weight ? p.weight + start : NULL;
    int32_t *label = labels + start;
    float *limit = limits + start;
    int32_t open[CHUNK + 4];
    int32_t opened = 0;
    int64_t i = 0;
    for (; i + 64 <= count; i += 64) {
      uint64_t bits = open_among_64(limit + i, now);
      while (bits) {
        const int32_t row = (int32_t)i + __builtin_ctzll(bits);
        // Too few and too far apart for the machine to foresee.
        __builtin_prefetch(x + row);
        __builtin_prefetch(y + row);
        __builtin_prefetch(z + row);
        __builtin_prefetch(label + row);
        open[opened++] = row;
        bits &= bits - 1;
      }
    }
    for (; i < count; i++) {
      open[opened] = (int32_t)i;
      opened += !(limit[i] >= now);
    }
    if (opened == 0) continue;
    if (count == CHUNK && opened > CHUNK / 2) {
      // So many that all are looked at, side by side.
      for (int32_t q = 0; q < CHUNK; q += 4) {
        renewed4 r = renewed(load(x + q), load(y + q), load(z + q), centroids, k, wandered);
        memcpy(limit + q, &r.limit, sizeof r.limit);
        v4m new = __builtin_convertvector(r.found.label, v4m), old;
        memcpy(&old, label + q, sizeof old);
        v4b is_new = __builtin_convertvector(new != old, v4b);
        uint8_t bits = 0;
        memcpy(&bits, &is_new, sizeof bits);
        bits &= 15;
        changed += __builtin_popcount(bits);
        while (bits) {
          int32_t j = __builtin_ctz(bits);
          move(t, old[j], new[j], x[q + j], y[q + j], z[q + j], weight_of(weight, q + j));
          bits &= bits - 1;
        }
        memcpy(label + q, &new, sizeof new);
      }
      continue;
    }
    // The last four are filled up with repeats, which are not written.
    for (int32_t j = opened; j < opened + 3; j++) open[j] = open[opened - 1];
    for (int32_t q = 0; q < opened; q += 4) {
      const int32_t *at = open + q;
      v4d px = {x[at[0]], x[at[1]], x[at[2]], x[at[3]]};
      v4d py = {y[at[0]], y[at[1]], y[at[2]], y[at[3]]};
      v4d pz = {z[at[0]], z[at[1]], z[at[2]], z[at[3]]};
      renewed4 r = renewed(px, py, pz, centroids, k, wandered);
      const int32_t four = opened - q < 4 ? opened - q : 4;
      for (int32_t j = 0; j < four; j++) {
        const int32_t row = at[j], new = (int32_t)r.found.label[j];
        limit[row] = r.limit[j];
        if (label[row] != new) {
          changed++;
          move(t, label[row], new, x[row], y[row], z[row], weight_of(weight, row));
          label[row] = new;
        }
      }
    }
  }
  return changed;
}

void distance_add_up(
    distance_columns p, int64_t n, const int32_t *labels, double *sums, double *sizes) {
  const totals t = {sums, sizes};
  for (int64_t i = 0; i < n; i++)
    move(t, -1, labels[i], p.x[i], p.y[i], p.z[i], weight_of(p.weight, i));
}

// MARK: Removal

BODY void removals_body(
    distance_columns p, int64_t n, const double *centroids, int32_t k, int32_t *labels, double *errors,
    double *costs) {
  for (int64_t i = 0; i < n; i += 4) {
    const int64_t count = n - i < 4 ? n - i : 4;
    const nearest4 found = nearest_at(p, i, count, centroids, k);
    for (int64_t j = 0; j < count; j++) {
      const int32_t label = (int32_t)found.label[j];
      const double weight = weight_of(p.weight, i + j);
      labels[i + j] = label;
      errors[label] += found.best[j] * weight;
      costs[label] += (found.second[j] - found.best[j]) * weight;
    }
  }
}

// MARK: Seeding

BODY void potentials_body(
    distance_columns p, int64_t n, double *nearest, const double *latest, const double *candidates,
    int32_t count, double *potentials) {
  const int64_t fours = n & ~(int64_t)3;
  for (int64_t i = 0; i < fours; i += 4) {
    v4d d = squared_distance(load(p.x + i), load(p.y + i), load(p.z + i), latest);
    v4d old = load(nearest + i);
    store(nearest + i, d < old ? d : old);
  }
  for (int64_t i = fours; i < n; i++) {
    double dx = p.x[i] - latest[0], dy = p.y[i] - latest[1], dz = p.z[i] - latest[2];
    double d = dx * dx + dy * dy + dz * dz;
    nearest[i] = d < nearest[i] ? d : nearest[i];
  }
  for (int32_t c = 0; c < count; c++) {
    const double *candidate = candidates + 3 * c;
    v4d sum = 0;
    for (int64_t i = 0; i < fours; i += 4) {
      v4d d = squared_distance(load(p.x + i), load(p.y + i), load(p.z + i), candidate);
      v4d old = load(nearest + i);
      v4d least = d < old ? d : old;
      sum += p.weight ? least * load(p.weight + i) : least;
    }
    double total = ((sum[0] + sum[1]) + sum[2]) + sum[3];
    for (int64_t i = fours; i < n; i++) {
      double dx = p.x[i] - candidate[0], dy = p.y[i] - candidate[1], dz = p.z[i] - candidate[2];
      double d = dx * dx + dy * dy + dz * dz;
      total += (d < nearest[i] ? d : nearest[i]) * weight_of(p.weight, i);
    }
    potentials[c] = total;
  }
}

// MARK: Silhouette

BODY void group_sums_body(
    distance_columns p, const int64_t *starts, int64_t groups, const double *from, double *sums) {
  for (int64_t g = 0; g < groups; g++) {
    int64_t i = starts[g];
    const int64_t end = starts[g + 1];
    v4d sum[4] = {0, 0, 0, 0};
    for (; i + 4 <= end; i += 4) {
      v4d x = load(p.x + i), y = load(p.y + i), z = load(p.z + i);
      for (int r = 0; r < 4; r++)
        sum[r] += __builtin_elementwise_sqrt(squared_distance(x, y, z, from + 3 * r));
    }
    v4d total;
    for (int r = 0; r < 4; r++) total[r] = ((sum[r][0] + sum[r][1]) + sum[r][2]) + sum[r][3];
    const v4d fx = {from[0], from[3], from[6], from[9]};
    const v4d fy = {from[1], from[4], from[7], from[10]};
    const v4d fz = {from[2], from[5], from[8], from[11]};
    for (; i < end; i++) {
      const double at[3] = {p.x[i], p.y[i], p.z[i]};
      total += __builtin_elementwise_sqrt(squared_distance(fx, fy, fz, at));
    }
    store(sums + 4 * g, total);
  }
}

/// Points whose distances are added up in single precision, before they go to a sum in double: few enough for
/// 64 additions to a lane, and for all queries to find them in the nearest cache.
#define RUN 512

BODY v8f distance_single(v8f x, v8f y, v8f z, const float *from) {
  v8f dx = x - from[0];
  v8f dy = y - from[1];
  v8f dz = z - from[2];
  return __builtin_elementwise_sqrt(dx * dx + dy * dy + dz * dz);
}

BODY double total_single(v8f sum) {
  double total = 0;
  for (int lane = 0; lane < 8; lane++) total += (double)sum[lane];
  return total;
}

BODY void sums_single_body(
    distance_columns_single p, int64_t n, const float *from, int64_t fours, double *sums) {
  const v8m lanes = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int64_t start = 0; start < n; start += RUN) {
    const int64_t end = n - start < RUN ? n : start + RUN;
    for (int64_t q = 0; q < 4 * fours; q += 4) {
      const float *c = from + 3 * q;
      v8f sum[4] = {0, 0, 0, 0};
      int64_t i = start;
      for (; i + 8 <= end; i += 8) {
        v8f x, y, z;
        memcpy(&x, p.x + i, sizeof x);
        memcpy(&y, p.y + i, sizeof y);
        memcpy(&z, p.z + i, sizeof z);
        for (int r = 0; r < 4; r++) sum[r] += distance_single(x, y, z, c + 3 * r);
      }
      if (i < end) {
        v8f x = 0, y = 0, z = 0;
        const size_t rest = (size_t)(end - i) * sizeof(float);
        memcpy(&x, p.x + i, rest);
        memcpy(&y, p.y + i, rest);
        memcpy(&z, p.z + i, rest);
        const v8m is_point = lanes < (int32_t)(end - i);
        for (int r = 0; r < 4; r++)
          sum[r] += is_point ? distance_single(x, y, z, c + 3 * r) : (v8f)0;
      }
      for (int r = 0; r < 4; r++) sums[q + r] += total_single(sum[r]);
    }
  }
}

// MARK: Paths

#define PORTABLE(name, result, parameters, arguments) \
  static result name##_portable parameters { return name##_body arguments; }

#if HAS_AVX2
#define PATHS(name, result, parameters, arguments) \
  PORTABLE(name, result, parameters, arguments) \
  AVX2 static result name##_avx2 parameters { return name##_body arguments; }
#define TAKE(path, name, arguments) \
  ((path) == distance_path_avx2 ? name##_avx2 arguments : name##_portable arguments)
#else
#define PATHS(name, result, parameters, arguments) PORTABLE(name, result, parameters, arguments)
#define TAKE(path, name, arguments) name##_portable arguments
#endif

PATHS(
    assign, int64_t,
    (distance_columns p, int64_t n, const double *centroids, int32_t k, int32_t *labels, double *squared,
     double *inertia),
    (p, n, centroids, k, labels, squared, inertia))

int64_t distance_assign(
    distance_path path, distance_columns points, int64_t n, const double *centroids, int32_t k,
    int32_t *labels, double *squared, double *inertia) {
  return TAKE(path, assign, (points, n, centroids, k, labels, squared, inertia));
}

PATHS(
    margins, void,
    (distance_columns p, int64_t n, const double *centroids, int32_t k, const double *twice_apart,
     int32_t *labels, double *margin),
    (p, n, centroids, k, twice_apart, labels, margin))

void distance_margins(
    distance_path path, distance_columns points, int64_t n, const double *centroids, int32_t k,
    const double *twice_apart, int32_t *labels, double *margins) {
  TAKE(path, margins, (points, n, centroids, k, twice_apart, labels, margins));
}

PATHS(
    reassign, int64_t,
    (distance_columns p, int64_t n, const double *centroids, int32_t k, double wandered, int32_t *labels,
     float *limits, double *sums, double *sizes),
    (p, n, centroids, k, wandered, labels, limits, sums, sizes))

int64_t distance_reassign(
    distance_path path, distance_columns points, int64_t n, const double *centroids, int32_t k,
    double wandered, int32_t *labels, float *limits, double *sums, double *sizes) {
  return TAKE(path, reassign, (points, n, centroids, k, wandered, labels, limits, sums, sizes));
}

PATHS(
    removals, void,
    (distance_columns p, int64_t n, const double *centroids, int32_t k, int32_t *labels, double *errors,
     double *costs),
    (p, n, centroids, k, labels, errors, costs))

void distance_removals(
    distance_path path, distance_columns points, int64_t n, const double *centroids, int32_t k,
    int32_t *labels, double *errors, double *costs) {
  TAKE(path, removals, (points, n, centroids, k, labels, errors, costs));
}

PATHS(
    potentials, void,
    (distance_columns p, int64_t n, double *nearest, const double *latest, const double *candidates,
     int32_t count, double *potentials),
    (p, n, nearest, latest, candidates, count, potentials))

void distance_potentials(
    distance_path path, distance_columns points, int64_t n, double *nearest, const double *latest,
    const double *candidates, int32_t count, double *potentials) {
  TAKE(path, potentials, (points, n, nearest, latest, candidates, count, potentials));
}

PATHS(
    group_sums, void,
    (distance_columns p, const int64_t *starts, int64_t groups, const double *from, double *sums),
    (p, starts, groups, from, sums))

void distance_group_sums(
    distance_path path, distance_columns points, const int64_t *starts, int64_t groups, const double *from,
    double *sums) {
  TAKE(path, group_sums, (points, starts, groups, from, sums));
}

PATHS(
    sums_single, void,
    (distance_columns_single p, int64_t n, const float *from, int64_t fours, double *sums),
    (p, n, from, fours, sums))

void distance_sums_single(
    distance_path path, distance_columns_single points, int64_t n, const float *from, int64_t fours,
    double *sums) {
  TAKE(path, sums_single, (points, n, from, fours, sums));
}

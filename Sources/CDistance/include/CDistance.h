// Distances between points of three features and centroids, four points at a time.
//
// Each function has one body in C's own vectors, compiled twice: with AVX2 and for the least machine (SSE2 on
// x86-64, NEON on arm64). Both do the same operations in the same order and never fuse a multiplication with
// an addition, so every path gives the same bytes: the tests compare them.
//
// Points are columns of n doubles; centroids are rows of three.
#ifndef C_DISTANCE_H
#define C_DISTANCE_H

#include <stdint.h>

typedef enum __attribute__((enum_extensibility(closed))) {
  distance_path_portable = 0,
  distance_path_avx2 = 1,
} distance_path;

/// The fastest path of this machine.
distance_path distance_fastest_path(void);

/// Columns of three features.
typedef struct {
  const double *_Nonnull x;
  const double *_Nonnull y;
  const double *_Nonnull z;
  /// How many points each row stands for, in all sums but those of groups; null where it is one.
  const double *_Nullable weight;
} distance_columns;

/// The same in single precision.
typedef struct {
  const float *_Nonnull x;
  const float *_Nonnull y;
  const float *_Nonnull z;
} distance_columns_single;

/// Labels each of n points with its nearest centroid, of equal ones the first, and adds the squared distances
/// to `inertia` in the order of the points.
///
/// `squared`, where it is given, takes the squared distance of each point. Returns how many labels changed.
int64_t distance_assign(
    distance_path path, distance_columns points, int64_t n, const double *_Nonnull centroids, int32_t k,
    int32_t *_Nonnull labels, double *_Nullable squared, double *_Nonnull inertia);

/// Labels each of n points as `distance_assign` does, and gives how far it stands from the nearest boundary of
/// its cluster: the least of (d(x, c')² − d(x, c)²) / (2·|c' − c|) over the other centroids c', infinity where
/// there is no boundary.
///
/// `twice_apart` (k × k) is twice the distance between two centroids, 0 for those that coincide.
void distance_margins(
    distance_path path, distance_columns points, int64_t n, const double *_Nonnull centroids, int32_t k,
    const double *_Nonnull twice_apart, int32_t *_Nonnull labels, double *_Nonnull margins);

/// As `distance_assign`, but looks only at points that may have another nearest centroid by now.
///
/// `limits` holds, for each point, how far centroids may wander before its label can change; `wandered` is how
/// far they have, in sum, where each step counts what the most restless centroid did. A limit of minus
/// infinity asks for the point to be looked at; it is renewed for each point that was.
///
/// What leaves and enters a cluster is added to `sums` (k × 3) and `sizes` (k, sums of weights). A label of −1 leaves none.
/// Returns how many labels changed.
int64_t distance_reassign(
    distance_path path, distance_columns points, int64_t n, const double *_Nonnull centroids, int32_t k,
    double wandered, int32_t *_Nonnull labels, float *_Nonnull limits, double *_Nonnull sums,
    double *_Nonnull sizes);

/// Adds each point to the sum of its cluster (k × 3), one after the other, and counts it.
void distance_add_up(
    distance_columns points, int64_t n, const int32_t *_Nonnull labels, double *_Nonnull sums,
    double *_Nonnull sizes);

/// Labels each point as `distance_assign` does, and adds up by cluster what its points add to the inertia
/// (`errors`, k), and how much more they would without its centroid, each at the second nearest (`costs`, k).
/// k is at least 2.
void distance_removals(
    distance_path path, distance_columns points, int64_t n, const double *_Nonnull centroids, int32_t k,
    int32_t *_Nonnull labels, double *_Nonnull errors, double *_Nonnull costs);

/// Lowers `nearest`, the squared distance of each point to the nearest centroid so far, to that from `latest`,
/// and gives for each of `count` candidates the sum that it would leave.
void distance_potentials(
    distance_path path, distance_columns points, int64_t n, double *_Nonnull nearest,
    const double *_Nonnull latest, const double *_Nonnull candidates, int32_t count,
    double *_Nonnull potentials);

/// The sums of the distances from each of four points (rows of three) to the points of each group: group g
/// is starts[g]..<starts[g + 1]. `sums` is groups × 4.
void distance_group_sums(
    distance_path path, distance_columns points, const int64_t *_Nonnull starts, int64_t groups,
    const double *_Nonnull from, double *_Nonnull sums);

/// Adds to `sums` the sum of the distances from each of 4 · `fours` points (rows of three) to all n points, each
/// measured in single precision: eight at a time, a third of the time of double. Each sum is off by about a
/// millionth at most.
void distance_sums_single(
    distance_path path, distance_columns_single points, int64_t n, const float *_Nonnull from, int64_t fours,
    double *_Nonnull sums);

#endif

"""The loops of `sufficient_statistics.py`: from sums over a coalition's rows to a model's score.

Each kernel gets many coalitions as rows of sums, and for each makes one small solve and scores
the model on the test rows. Checks no input.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from auzolan.valuation.compiled import compiled
from auzolan.valuation.quantize import FloatArray, IntArray


class Layout(NamedTuple):
    """Test rows, and what the kernels need to read the sums.

    Attributes:
        test: features, centred as the training rows are; shape (m, d).
        test_labels: class codes, shape (m,); -1 for a class that no row has.
        n_classes: classes among the rows.
        strength: ridge's alpha, LDA's shrinkage or naive Bayes' smoothing.
        empty: worth of no row.
    """

    test: FloatArray
    test_labels: IntArray
    n_classes: int
    strength: float
    empty: float


@compiled
def solve_positive(matrix: FloatArray, right: FloatArray) -> bool:
    """Solve a symmetric positive system in place, by Cholesky's method.

    Args:
        matrix: shape (d, d); its upper half is overwritten by the factor.
        right: shape (d, r); overwritten by the solution.
    Returns:
        False where a pivot is not above 0; `right` is then of no use.
    """
    d = matrix.shape[0]
    for i in range(d):
        if not matrix[i, i] > 0.0:
            return False
        scale = 1.0 / math.sqrt(matrix[i, i])
        _scale(matrix, i, i, scale)
        for row in range(i + 1, d):
            _subtract(matrix, row, i, row, matrix[i, row])
    for i in range(d):
        _scale(right, i, 0, 1.0 / matrix[i, i])
        for row in range(i + 1, d):
            _subtract(right, row, i, 0, matrix[i, row])
    for i in range(d - 1, -1, -1):
        for j in range(i + 1, d):
            _subtract(right, i, j, 0, matrix[i, j])
        _scale(right, i, 0, 1.0 / matrix[i, i])
    return True


@compiled
def _scale(rows: FloatArray, at: int, first: int, factor: float) -> None:
    """Multiply a row from its place `first` on."""
    for j in range(first, rows.shape[1]):
        rows[at, j] *= factor


@compiled
def _subtract(rows: FloatArray, at: int, other: int, first: int, factor: float) -> None:
    """Subtract a multiple of another row from its place `first` on."""
    for j in range(first, rows.shape[1]):
        rows[at, j] -= factor * rows[other, j]


@compiled
def ridge_scores(sums: FloatArray, test_gram: FloatArray, alpha: float, empty: float) -> FloatArray:
    """Score ridge regression with an intercept by R^2 on the test rows.

    Args:
        sums: shape (p, (d + 2)^2): the Gram matrix of (features, 1, target) of each coalition.
        test_gram: the same of the test rows, shape (d + 2, d + 2).
        alpha: penalty on the squared slopes, > 0.
        empty: worth of no row.
    Returns:
        Shape (p,).
    """
    size = test_gram.shape[0]
    d = size - 2
    spread = test_gram[d + 1, d + 1] - test_gram[d + 1, d] ** 2 / test_gram[d, d]
    scores = np.empty(sums.shape[0])
    matrix, slopes, residual = np.empty((d, d)), np.empty((d, 1)), np.empty(size)
    for at in range(sums.shape[0]):
        gram = sums[at].reshape(size, size)
        n = gram[d, d]
        if n < 0.5:
            scores[at] = empty
            continue
        for i in range(d):
            for j in range(i, d):
                matrix[i, j] = gram[i, j] - gram[i, d] * gram[j, d] / n
            matrix[i, i] += alpha
            slopes[i, 0] = gram[i, d + 1] - gram[i, d] * gram[d + 1, d] / n
        solve_positive(matrix, slopes)
        residual[d] = -gram[d + 1, d] / n
        for i in range(d):
            residual[i] = -slopes[i, 0]
            residual[d] += slopes[i, 0] * gram[i, d] / n
        residual[d + 1] = 1.0
        missed = 0.0
        for i in range(size):
            missed += residual[i] * test_gram[i, i] * residual[i]
            for j in range(i + 1, size):
                missed += 2.0 * residual[i] * test_gram[i, j] * residual[j]
        scores[at] = 1.0 - missed / spread
    return scores


@compiled
def discriminant_scores(sums: FloatArray, layout: Layout) -> FloatArray:
    """Score linear discriminant analysis by accuracy on the test rows.

    Args:
        sums: shape (p, c + c d + d d): rows in each class, features' sums in each class, and the
            features' products over all.
        layout: test rows; `strength` is the shrinkage, above 0 and at most 1.
    Returns:
        Shape (p,).
    """
    c, d = layout.n_classes, layout.test.shape[1]
    scores = np.empty(sums.shape[0])
    for at in range(sums.shape[0]):
        counts = sums[at, :c]
        n = counts.sum()
        if n < 0.5:
            scores[at] = layout.empty
            continue
        means = sums[at, c : c + c * d].reshape(c, d).copy()
        covariance = sums[at, c + c * d :].reshape(d, d) / n
        for label in range(c):
            if counts[label] > 0.5:
                means[label] /= counts[label]
                for i in range(d):
                    for j in range(d):
                        covariance[i, j] -= means[label, i] * means[label, j] * counts[label] / n
        trace = 0.0
        for i in range(d):
            trace += covariance[i, i]
        covariance *= 1.0 - layout.strength
        for i in range(d):
            covariance[i, i] += layout.strength * trace / d
        slopes = means.T.copy()
        if not solve_positive(covariance, slopes):
            slopes[:] = 0.0
        scores[at] = _linear_accuracy(counts, means, slopes, layout)
    return scores


@compiled
def _linear_accuracy(
    counts: FloatArray, means: FloatArray, slopes: FloatArray, layout: Layout
) -> float:
    """Count how often the largest discriminant, of the classes present, names the label."""
    c, d = means.shape
    starts = np.full(c, -np.inf)
    n = counts.sum()
    for label in range(c):
        if counts[label] > 0.5:
            starts[label] = math.log(counts[label] / n)
            for i in range(d):
                starts[label] -= 0.5 * means[label, i] * slopes[i, label]
    right = 0.0
    for row in range(layout.test.shape[0]):
        highest, named = -np.inf, -1
        for label in range(c):
            height = starts[label]
            for i in range(d):
                height += layout.test[row, i] * slopes[i, label]
            if height > highest:
                highest, named = height, label
        if named == layout.test_labels[row]:
            right += 1.0
    return right / len(layout.test)


@compiled
def bayes_scores(sums: FloatArray, layout: Layout) -> FloatArray:
    """Score Gaussian naive Bayes by accuracy on the test rows.

    Args:
        sums: shape (p, c + 2 c d): rows in each class, features' sums and squares in each class.
        layout: test rows; `strength` is the share of the largest variance added to all.
    Returns:
        Shape (p,).
    """
    c, d = layout.n_classes, layout.test.shape[1]
    scores = np.empty(sums.shape[0])
    for at in range(sums.shape[0]):
        counts = sums[at, :c]
        n = counts.sum()
        if n < 0.5:
            scores[at] = layout.empty
            continue
        means = sums[at, c : c + c * d].reshape(c, d).copy()
        variances = sums[at, c + c * d :].reshape(c, d).copy()
        widest = 0.0
        for i in range(d):
            middle = means[:, i].sum() / n
            widest = max(widest, variances[:, i].sum() / n - middle * middle)
        starts = np.full(c, -np.inf)
        for label in range(c):
            if counts[label] > 0.5:
                starts[label] = math.log(counts[label] / n)
                means[label] /= counts[label]
                for i in range(d):
                    spread = variances[label, i] / counts[label] - means[label, i] ** 2
                    variances[label, i] = max(0.0, spread) + layout.strength * widest
                    if widest > 0.0:
                        starts[label] -= 0.5 * math.log(variances[label, i])
        scores[at] = _bayes_accuracy(starts, means, variances, layout)
    return scores


@compiled
def _bayes_accuracy(
    starts: FloatArray, means: FloatArray, variances: FloatArray, layout: Layout
) -> float:
    """Count how often the likeliest of the classes present is the label."""
    c, d = means.shape
    right = 0.0
    for row in range(layout.test.shape[0]):
        best, likeliest = -np.inf, -1
        for label in range(c):
            if starts[label] == -np.inf:
                continue
            height = starts[label]
            for i in range(d):
                if variances[label, i] > 0.0:
                    gap = layout.test[row, i] - means[label, i]
                    height -= 0.5 * gap * gap / variances[label, i]
            if height > best:
                best, likeliest = height, label
        if likeliest == layout.test_labels[row]:
            right += 1.0
    return right / len(layout.test)

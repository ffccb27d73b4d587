// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/line_difference.h"

#include <vector>

namespace cocoon::ctl {

QStringList lineDifference(const QStringList& before, const QStringList& after)
{
    // Objects are a few hundred lines, so the quadratic table is the simple and right tool.
    const auto n = static_cast<size_t>(before.size());
    const auto m = static_cast<size_t>(after.size());
    std::vector<std::vector<int>> common(n + 1, std::vector<int>(m + 1, 0));
    for (size_t i = n; i-- > 0;) {
        for (size_t j = m; j-- > 0;) {
            common[i][j] = before.at(static_cast<qsizetype>(i)) == after.at(static_cast<qsizetype>(j))
                ? common[i + 1][j + 1] + 1
                : std::max(common[i + 1][j], common[i][j + 1]);
        }
    }
    QStringList result;
    size_t i = 0;
    size_t j = 0;
    while (i < n || j < m) {
        if (i < n && j < m && before.at(static_cast<qsizetype>(i)) == after.at(static_cast<qsizetype>(j))) {
            result.append(u' ' + before.at(static_cast<qsizetype>(i)));
            ++i;
            ++j;
        } else if (j == m || (i < n && common[i + 1][j] >= common[i][j + 1])) {
            result.append(u'-' + before.at(static_cast<qsizetype>(i++)));
        } else {
            result.append(u'+' + after.at(static_cast<qsizetype>(j++)));
        }
    }
    return result;
}

} // namespace cocoon::ctl

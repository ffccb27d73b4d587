// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/save_file.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QSaveFile>

namespace cocoon::ui {

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::ui::SaveFile)
    };
}

std::optional<words::Explanation> saveFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) {
        return std::nullopt;
    }
    words::Explanation said;
    said.tried = Words::tr("write %1").arg(path);
    said.cameBack = Words::tr("Nothing was saved: %1.").arg(file.errorString());
    said.doNext = Words::tr("Choose another folder, or make room there; then save it again.");
    return said;
}

void saveFileOrTell(QWidget* parent, const QString& path, const QByteArray& bytes)
{
    if (const auto failed = saveFile(path, bytes)) {
        QMessageBox::warning(parent, Words::tr("Not saved"), failed->text());
    }
}

} // namespace cocoon::ui

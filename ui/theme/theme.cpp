// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/field_style.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QPalette>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QtMath>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    QByteArray resource(const QString& path)
    {
        QFile file(u":/cocoon/"_s + path);
        const bool isThere = file.open(QIODevice::ReadOnly);
        Q_ASSERT_X(isThere, "Theme", qPrintable(path));
        return isThere ? file.readAll() : QByteArray();
    }

    const QStringList kPalettes { u"light"_s, u"dark"_s, u"contrast"_s };
}

Theme::Theme(QApplication& application)
    : m_application(application)
    , m_base(QApplication::font())
{
    QApplication::setStyle(new FieldStyle(*this));
    const QJsonObject tokens = QJsonDocument::fromJson(resource(u"theme/tokens.json"_s)).object();
    for (const QString& name : kPalettes) {
        const QJsonObject colors = tokens.value(name).toObject();
        for (auto it = colors.begin(); it != colors.end(); ++it) {
            m_colors[name].insert(it.key(), QColor(it->toString()));
        }
    }
    for (const QString& group : { u"type"_s, u"space"_s, u"radius"_s }) {
        const QJsonObject sizes = tokens.value(group).toObject();
        for (auto it = sizes.begin(); it != sizes.end(); ++it) {
            m_sizes.insert(it.key(), it->toInt());
        }
    }
    // The desktop's fonts count. Without a desktop there is only the toolkit's fallback, which is wide and coarse.
    const QStringList families = QFontDatabase::families();
    const QStringList fallbacks { u"Sans Serif"_s, u"Sans"_s, u"DejaVu Sans"_s, u"Bitstream Vera Sans"_s, QString() };
    if (fallbacks.contains(m_base.family()) && families.contains(u"Inter"_s)) {
        m_base.setFamily(u"Inter"_s);
    }
    m_monoFamily = families.contains(u"JetBrains Mono"_s) ? u"JetBrains Mono"_s : QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    apply();
}

QString Theme::palette() const
{
    switch (m_choice) {
    case Choice::Light: return u"light"_s;
    case Choice::Dark: return u"dark"_s;
    case Choice::Contrast: return u"contrast"_s;
    case Choice::System: break;
    }
    return m_isDesktopContrast ? u"contrast"_s : m_isDesktopDark ? u"dark"_s : u"light"_s;
}

bool Theme::isDark() const
{
    return palette() != u"light";
}

void Theme::setChoice(Choice choice)
{
    if (m_choice != choice) {
        m_choice = choice;
        apply();
    }
}

void Theme::setDesktop(bool isDark, bool isContrast)
{
    if (m_isDesktopDark != isDark || m_isDesktopContrast != isContrast) {
        m_isDesktopDark = isDark;
        m_isDesktopContrast = isContrast;
        apply();
    }
}

void Theme::setTextPercent(int percent)
{
    percent = qBound(100, percent, 200);
    if (m_textPercent != percent) {
        m_textPercent = percent;
        apply();
    }
}

QColor Theme::color(const QString& token) const
{
    const QHash<QString, QColor>& colors = m_colors[palette()];
    Q_ASSERT_X(colors.contains(token), "Theme::color", qPrintable(token));
    return colors.value(token);
}

namespace {
    QString toneName(Tone tone)
    {
        switch (tone) {
        case Tone::Ok: return u"ok"_s;
        case Tone::Warn: return u"warn"_s;
        case Tone::Error: return u"error"_s;
        case Tone::Progress: return u"progress"_s;
        case Tone::Money: return u"money"_s;
        case Tone::Idle: break;
        }
        return u"idle"_s;
    }
}

QColor Theme::color(Tone tone) const
{
    return color(toneName(tone));
}

QColor Theme::weak(Tone tone) const
{
    return color(toneName(tone) + u"Weak"_s);
}

QString Theme::iconName(Tone tone)
{
    return toneName(tone);
}

int Theme::px(int designPixels) const
{
    return qRound(designPixels * m_textPercent / 100.0);
}

QFont Theme::font(const QString& size, int weight) const
{
    QFont font(m_base);
    font.setPixelSize(px(m_sizes.value(size, 13)));
    font.setWeight(static_cast<QFont::Weight>(weight));
    return font;
}

QFont Theme::mono() const
{
    QFont font(m_monoFamily);
    font.setPixelSize(px(m_sizes.value(u"mono"_s)));
    font.setStyleHint(QFont::Monospace);
    return font;
}

QPixmap Theme::pixmap(const QString& name, const QColor& color, int designPixels) const
{
    const double ratio = m_application.devicePixelRatio();
    const int size = px(designPixels);
    const QString key = u"%1 %2 %3 %4"_s.arg(name, color.name(QColor::HexArgb)).arg(size).arg(ratio);
    const auto known = m_pixmaps.constFind(key);
    if (known != m_pixmaps.constEnd()) {
        return *known;
    }
    QSvgRenderer renderer(resource(u"icons/"_s + name + u".svg"_s).replace("#000", color.name().toLatin1()));
    QPixmap pixmap(QSize(size, size) * ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    m_pixmaps.insert(key, pixmap);
    return pixmap;
}

QIcon Theme::icon(const QString& name, const QString& token) const
{
    QIcon icon(pixmap(name, color(token)));
    icon.addPixmap(pixmap(name, color(u"faded"_s)), QIcon::Disabled);
    return icon;
}

void Theme::apply()
{
    m_pixmaps.clear();
    QPalette colors;
    colors.setColor(QPalette::Window, color(u"bg"_s));
    colors.setColor(QPalette::WindowText, color(u"text"_s));
    colors.setColor(QPalette::Base, color(u"surface"_s));
    colors.setColor(QPalette::AlternateBase, color(u"raised"_s));
    colors.setColor(QPalette::Text, color(u"text"_s));
    colors.setColor(QPalette::PlaceholderText, color(u"text3"_s));
    colors.setColor(QPalette::Button, color(u"surface"_s));
    colors.setColor(QPalette::ButtonText, color(u"text"_s));
    colors.setColor(QPalette::Highlight, color(u"accentWeak"_s));
    colors.setColor(QPalette::HighlightedText, color(u"text"_s));
    colors.setColor(QPalette::Link, color(u"accentText"_s));
    colors.setColor(QPalette::ToolTipBase, color(u"raised"_s));
    colors.setColor(QPalette::ToolTipText, color(u"text"_s));
    colors.setColor(QPalette::Disabled, QPalette::Text, color(u"faded"_s));
    colors.setColor(QPalette::Disabled, QPalette::ButtonText, color(u"faded"_s));
    QApplication::setPalette(colors);
    QApplication::setFont(font(u"body"_s));

    // "@name" is a token's colour, "@13px" a size that grows with the text.
    QString sheet = QString::fromUtf8(resource(u"theme/window.qss"_s));
    static const QRegularExpression size(u"@(\\d+)px"_s);
    for (QRegularExpressionMatch match = size.match(sheet); match.hasMatch(); match = size.match(sheet, match.capturedStart())) {
        sheet.replace(match.capturedStart(), match.capturedLength(), u"%1px"_s.arg(px(match.captured(1).toInt())));
    }
    static const QRegularExpression token(u"@([A-Za-z0-9]+)"_s);
    for (QRegularExpressionMatch match = token.match(sheet); match.hasMatch(); match = token.match(sheet, match.capturedStart())) {
        const QString name = match.captured(1);
        sheet.replace(match.capturedStart(), match.capturedLength(), name == u"mono" ? u'"' + m_monoFamily + u'"' : name == u"palette" ? palette() : color(name).name());
    }
    m_application.setStyleSheet(sheet);
    Q_EMIT changed();
}

} // namespace cocoon::ui
